package io.millrace.events.schema;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;

/** One record for each schema, with every field set to something that is not its default; and its bytes. */
final class Samples {

    private Samples() {}

    static GenericRecord of(Schema schema) {
        var record = new GenericData.Record(schema);
        for (var field : schema.getFields()) {
            record.put(field.pos(), value(field.schema(), field.name()));
        }
        return record;
    }

    static byte[] bytes(Subject subject, GenericRecord record) throws IOException {
        if (subject.state()) {
            var buffer = new BinaryMessageEncoder<GenericRecord>(GenericData.get(), record.getSchema()).encode(record);
            var bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        }
        var out = new ByteArrayOutputStream();
        var encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    static GenericRecord read(Subject subject, byte[] bytes, Schema writer, Schema reader) throws IOException {
        if (subject.state()) {
            var decoder = new BinaryMessageDecoder<GenericRecord>(GenericData.get(), reader);
            decoder.addSchema(writer);
            return decoder.decode(bytes);
        }
        return new GenericDatumReader<GenericRecord>(writer, reader)
                .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
    }

    private static Object value(Schema schema, String name) {
        return switch (schema.getType()) {
            case STRING -> name + " \u00e9";
            case INT -> 7;
            case LONG -> 1_763_856_000_123L;
            case FLOAT -> 0.5f;
            case DOUBLE -> 0.25;
            case BOOLEAN -> true;
            case BYTES -> ByteBuffer.wrap(new byte[] {0, 1, -1});
            case ENUM ->
                new GenericData.EnumSymbol(
                        schema,
                        schema.getEnumSymbols().get(schema.getEnumSymbols().size() - 1));
            case ARRAY -> new GenericData.Array<>(schema, List.of(value(schema.getElementType(), name)));
            case MAP -> Map.of(name, value(schema.getValueType(), name));
            case UNION -> value(schema.getTypes().get(1), name);
            case RECORD -> of(schema);
            default -> throw new IllegalArgumentException("no sample for " + schema.getType() + " of " + name);
        };
    }
}
