package io.millrace.engines.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.failure.DeadLetterHeaders;
import io.millrace.core.settings.CoreSettings;
import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.testkit.TestPlatform;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Records on a lane that can never be read: one dead letter each, and the lane goes on. */
@Timeout(120)
final class WorkerBadRecordsIT {

    private static final TestPlatform PLATFORM = TestPlatform.shared();
    private static final int MAX_BYTES = 64 * 1024;
    private static final Map<String, String> SETTINGS = Map.of(CoreSettings.MAX_REQUEST, Integer.toString(MAX_BYTES));

    @RegisterExtension
    final PoolFixture fixture = new PoolFixture(PLATFORM);

    private final String requestId = "bad-" + fixture.pool();

    @Test
    void shouldSetEachBadRecordAsideOnceAndGoOn() throws Exception {
        // Given
        var bad = badRecords();
        try (var raw = PLATFORM.rawWriter(fixture.topic().name())) {
            bad.values().forEach(value -> raw.writeTo(0, requestId, value));
        }
        fixture.write(fixture.call(requestId));
        var engine = HeldEngine.silent();

        engine.holdNoLonger("done");

        // When
        fixture.worker(engine, SETTINGS);

        // Then
        fixture.group().awaitCommitted(bad.size() + 1L);
        var elements = fixture.awaitEnds(requestId, 1);
        assertThat(elements.get(elements.size() - 1).getKind()).isEqualTo(ElementKind.END);
        assertThat(fixture.letters(requestId))
                .extracting(WorkerBadRecordsIT::reason)
                .containsExactlyElementsOf(bad.keySet());
    }

    /** Values by the reason that they must be set aside for. */
    private Map<String, byte @Nullable []> badRecords() {
        var good = PLATFORM.serdes()
                .serializer(fixture.topic())
                .serialize(fixture.topic().name(), fixture.call(requestId));
        var magic = good.clone();
        magic[0] = 7;
        var unknown = good.clone();
        ByteBuffer.wrap(unknown).putInt(1, 1_987_654_321);
        var bad = new LinkedHashMap<String, byte @Nullable []>();
        bad.put("framing", magic);
        bad.put("unknown_schema", unknown);
        bad.put("malformed", Arrays.copyOf(good, good.length - 3));
        bad.put("oversize", Arrays.copyOf(good, MAX_BYTES + 1));
        bad.put("null_value", null);
        return bad;
    }

    private static String reason(ConsumerRecord<String, byte[]> letter) {
        return new String(letter.headers().lastHeader(DeadLetterHeaders.REASON).value(), UTF_8);
    }
}
