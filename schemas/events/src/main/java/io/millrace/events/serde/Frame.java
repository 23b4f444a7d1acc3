package io.millrace.events.serde;

import java.nio.ByteBuffer;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;

/** Confluent's framing: a zero, the id of the schema as four bytes, big-endian, then the record. */
final class Frame {

    private static final byte MAGIC = 0;
    private static final int HEADER_BYTES = 1 + Integer.BYTES;

    private Frame() {}

    static byte[] of(int schemaId, ByteBuffer encoded) {
        return ByteBuffer.allocate(HEADER_BYTES + encoded.remaining())
                .put(MAGIC)
                .putInt(schemaId)
                .put(encoded)
                .array();
    }

    static boolean isOn(byte[] bytes) {
        return bytes.length >= HEADER_BYTES && bytes[0] == MAGIC;
    }

    static int schemaId(byte[] framed) {
        return ByteBuffer.wrap(framed).getInt(1);
    }

    /** Over the bytes in memory: such a decoder refuses a length beyond their end before it makes room for it. */
    static Decoder record(byte[] framed) {
        return DecoderFactory.get().binaryDecoder(framed, HEADER_BYTES, framed.length - HEADER_BYTES, null);
    }
}
