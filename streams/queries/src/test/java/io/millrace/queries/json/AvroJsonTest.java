package io.millrace.queries.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.events.avro.tokens.DocumentChunk;
import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.events.avro.tokens.Level;
import io.millrace.events.avro.tokens.Request;
import io.millrace.queries.json.JsonMismatchException.Mismatch;
import io.millrace.testkit.Seeds;
import io.millrace.testkit.Seeds.Seed;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

class AvroJsonTest {

    private static final JsonMapper JSON = new JsonMapper();

    private static final Schema LOGICAL = new Schema.Parser().parse("""
                    {"type": "record", "name": "Logical", "fields": [
                      {"name": "instant", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                      {"name": "micros", "type": ["null", {"type": "long", "logicalType": "timestamp-micros"}]},
                      {"name": "day", "type": {"type": "int", "logicalType": "date"}},
                      {"name": "time", "type": {"type": "int", "logicalType": "time-millis"}},
                      {"name": "price", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}},
                      {"name": "fixed", "type": {"type": "fixed", "name": "F", "size": 4,
                        "logicalType": "decimal", "precision": 9, "scale": 2}}
                    ]}""");

    @Test
    @ExtendWith(Seeds.class)
    void shouldReadBackWhatItWrote(Seed seed) throws Exception {
        var schemas = List.of(
                Element.getClassSchema(), Request.getClassSchema(), DocumentChunk.getClassSchema(), everyType());
        for (var schema : schemas) {
            for (var value : new RandomData(schema, 200, seed.value())) {
                var record = (GenericData.Record) value;

                var json = JSON.readTree(JSON.writeValueAsBytes(AvroJson.rawToJson(record)));

                assertThat(AvroJson.rawFromJson(json, schema)).as("%s", json).isEqualTo(record);
            }
        }
    }

    @Test
    void shouldWriteOptionalFieldsPlainly() {
        var element = element().setText("a fragment").build();

        var json = AvroJson.toJson(element);

        assertThat(json.get("text").textValue()).isEqualTo("a fragment");
        assertThat(json.get("json").isNull()).isTrue();
        assertThat(json.get("kind").textValue()).isEqualTo("DATA");
        assertThat(json.at("/path/0/index").intValue()).isEqualTo(2);
    }

    @Test
    void shouldMakeGeneratedRecordsWithDefaults() throws Exception {
        var request = AvroJson.fromJson(
                JSON.readTree("{\"requestId\":\"r\",\"pipeline\":\"p\",\"input\":\"why?\",\"at\":7}"), Request.class);

        assertThat(request)
                .isEqualTo(Request.newBuilder()
                        .setRequestId("r")
                        .setPipeline("p")
                        .setInput("why?")
                        .setAt(7)
                        .build());
    }

    @Test
    void shouldNameThePlaceOfEveryMismatch() {
        var json = tree("{\"requestId\":7,\"pipeline\":\"p\",\"input\":\"i\",\"colour\":\"red\","
                + "\"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"user\"}]}");

        var mismatch = catchThrowableOfType(JsonMismatchException.class, () -> AvroJson.fromJson(json, Request.class));

        assertThat(mismatch.mismatches())
                .extracting(Mismatch::path)
                .containsExactlyInAnyOrder("requestId", "messages[1].content", "at", "colour");
    }

    @Test
    void shouldRefuseNumbersThatDoNotFit() {
        var json = tree("{\"documentId\":\"d\",\"chunk\":2147483648,\"chunks\":1.5,\"content\":\"!\",\"at\":1e3}");

        assertThatThrownBy(() -> AvroJson.fromJson(json, DocumentChunk.class))
                .hasMessageContaining("chunk: must be a whole number of 32 bits")
                .hasMessageContaining("chunks: must be a whole number of 32 bits")
                .hasMessageContaining("content: must be base64")
                .hasMessageContaining("at: must be a whole number of 64 bits");
    }

    @Test
    void shouldWriteBytesAsBase64() {
        var chunk = new DocumentChunk("d", 0, 1, ByteBuffer.wrap(new byte[] {1, 2, (byte) 255}), 5L);

        assertThat(AvroJson.toJson(chunk).get("content").textValue()).isEqualTo("AQL/");
    }

    @Test
    void shouldWriteAndReadLogicalTypesAsText() throws Exception {
        var json = tree("{\"instant\":\"2026-11-22T10:15:30.123Z\",\"micros\":\"1969-12-31T23:59:59.999999Z\","
                + "\"day\":\"2026-11-22\",\"time\":\"10:15:30.001\",\"price\":\"-12.34\",\"fixed\":\"99999.99\"}");

        var record = AvroJson.rawFromJson(json, LOGICAL);

        assertThat(record.get("instant")).isEqualTo(1_795_342_530_123L);
        assertThat(record.get("micros")).isEqualTo(-1L);
        assertThat(record.get("price")).isEqualTo(ByteBuffer.wrap(new byte[] {(byte) 0xfb, 0x2e}));
        assertThat(AvroJson.rawToJson(record)).isEqualTo(json);
    }

    @Test
    void shouldRefuseDecimalsThatCannotBeKept() {
        for (var price : List.of("1.234", "12345678.90", "1e9", "abc")) {
            var json = tree("{\"instant\":\"2026-11-22T10:15:30Z\",\"micros\":null,\"day\":\"2026-11-22\","
                    + "\"time\":\"10:15\",\"fixed\":\"1\",\"price\":\"" + price + "\"}");

            assertThatThrownBy(() -> AvroJson.rawFromJson(json, LOGICAL))
                    .as(price)
                    .isInstanceOf(JsonMismatchException.class)
                    .hasMessageStartingWith("price: ");
        }
    }

    @Test
    void shouldKeepNumbersThatJsonHasNotAsText() throws Exception {
        var schema = SchemaBuilder.record("R")
                .fields()
                .requiredDouble("d")
                .requiredFloat("f")
                .endRecord();
        var record = new GenericData.Record(schema);
        record.put("d", Double.NaN);
        record.put("f", Float.NEGATIVE_INFINITY);

        var json = AvroJson.rawToJson(record);

        assertThat(json.get("d").textValue()).isEqualTo("NaN");
        assertThat(AvroJson.rawFromJson(json, schema)).isEqualTo(record);
    }

    private static Schema everyType() {
        return SchemaBuilder.record("Every")
                .fields()
                .requiredBoolean("boolean")
                .requiredInt("int")
                .requiredLong("long")
                .requiredFloat("float")
                .requiredDouble("double")
                .requiredBytes("bytes")
                .optionalString("optional")
                .name("fixed")
                .type()
                .fixed("Four")
                .size(4)
                .noDefault()
                .name("map")
                .type()
                .map()
                .values()
                .longType()
                .noDefault()
                .name("union")
                .type()
                .unionOf()
                .nullType()
                .and()
                .booleanType()
                .and()
                .array()
                .items()
                .stringType()
                .endUnion()
                .noDefault()
                .endRecord();
    }

    private static Element.Builder element() {
        return Element.newBuilder()
                .setRequestId("r")
                .setStage("answer")
                .setPath(List.of(new Level(1, 2)))
                .setKind(ElementKind.DATA)
                .setSeq(1)
                .setAt(3);
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
