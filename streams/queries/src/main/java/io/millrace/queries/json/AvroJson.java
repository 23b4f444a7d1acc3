package io.millrace.queries.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.events.serde.TrustedEvents;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * Avro records as the JSON that people write: optional fields are plain values or absent (not Avro's union-tagged
 * form), bytes are base64, timestamps and dates ISO-8601, decimals strings. Unknown fields are refused and defaults
 * applied. What {@link #toJson} writes, {@link #fromJson} reads back unchanged.
 */
public final class AvroJson {

    static {
        TrustedEvents.trust();
    }

    private AvroJson() {}

    public static JsonNode toJson(SpecificRecord value) {
        return AvroToJson.node(raw(value), value.getSchema());
    }

    /** The same for a record that has no generated class, its logical types not applied. */
    public static JsonNode rawToJson(GenericRecord value) {
        return AvroToJson.node(value, value.getSchema());
    }

    /** @throws JsonMismatchException naming every field that does not fit */
    public static <V extends SpecificRecord> V fromJson(JsonNode json, Class<V> type) throws JsonMismatchException {
        var schema = SpecificData.get().getSchema(type);
        return typed(rawFromJson(json, schema), type, schema);
    }

    /**
     * The same for a record that has no generated class; logical types are not applied.
     *
     * @throws JsonMismatchException naming every field that does not fit
     */
    public static GenericRecord rawFromJson(JsonNode json, Schema schema) throws JsonMismatchException {
        return (GenericRecord) new JsonToAvro().read(json, schema);
    }

    /** The record without logical types and generated classes: Avro's own binary form is the way between the two. */
    private static GenericRecord raw(SpecificRecord value) {
        var schema = value.getSchema();
        try {
            var bytes = new ByteArrayOutputStream();
            var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
            new SpecificDatumWriter<SpecificRecord>(schema, SpecificData.getForClass(value.getClass()))
                    .write(value, encoder);
            encoder.flush();
            var decoder = DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null);
            return new GenericDatumReader<GenericRecord>(schema, schema, new GenericData()).read(null, decoder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy a " + schema.getName(), e);
        }
    }

    private static <V extends SpecificRecord> V typed(GenericRecord value, Class<V> type, Schema schema) {
        try {
            var bytes = new ByteArrayOutputStream();
            var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
            new GenericDatumWriter<GenericRecord>(schema, new GenericData()).write(value, encoder);
            encoder.flush();
            var decoder = DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null);
            return new SpecificDatumReader<V>(schema, schema, SpecificData.getForClass(type)).read(null, decoder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy a " + schema.getName(), e);
        }
    }
}
