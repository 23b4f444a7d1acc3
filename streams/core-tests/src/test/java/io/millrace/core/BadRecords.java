package io.millrace.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.events.avro.tokens.Control;
import io.millrace.events.avro.tokens.ControlKind;
import io.millrace.events.serde.EventSerdes;
import io.millrace.events.topic.Topic;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Records that can never be read, and the reason that each must be set aside for. */
final class BadRecords {

    private BadRecords() {}

    /** Bytes by reason; null is not among them. */
    static Map<String, byte[]> of(byte[] good) {
        var magic = good.clone();
        magic[0] = 7;
        var unknown = good.clone();
        ByteBuffer.wrap(unknown).putInt(1, 1_987_654_321);
        var bad = new LinkedHashMap<String, byte[]>();
        bad.put("framing", magic);
        bad.put("unknown_schema", unknown);
        bad.put("malformed", Arrays.copyOf(good, good.length - 3));
        bad.put("oversize", Arrays.copyOf(good, CoreFixture.MAX_BYTES + 1));
        return bad;
    }

    static <V extends SpecificRecord> byte[] bytes(EventSerdes serdes, Topic<V> topic, V value) {
        return serdes.serializer(topic).serialize(topic.name(), value);
    }

    static Control control(String id) {
        return Control.newBuilder()
                .setPath(List.of())
                .setRequestId(id)
                .setKind(ControlKind.CANCEL)
                .setReason("because")
                .setAt(1L)
                .build();
    }

    static String header(ConsumerRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }
}
