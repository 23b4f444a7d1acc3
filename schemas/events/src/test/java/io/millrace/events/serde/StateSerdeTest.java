package io.millrace.events.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.events.avro.tokens.Level;
import io.millrace.events.avro.tokens.ScopeState;
import io.millrace.events.avro.tokens.Usage;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class StateSerdeTest {

    private static final StateSerde<Usage> SERDE = StateSerde.of(Usage.class);

    @Test
    void shouldReadBackWhatItWrites() {
        var usage = new Usage(5L, 3L, 8L);

        assertThat(SERDE.deserialize("store", SERDE.serialize("store", usage))).isEqualTo(usage);
    }

    @Test
    void shouldPassNullBothWays() {
        assertThat(SERDE.serialize("store", null)).isNull();
        assertThat(SERDE.deserialize("store", null)).isNull();
    }

    @Test
    void shouldStartWithTheMarkerOfSingleObjectEncoding() {
        var bytes = SERDE.serialize("store", new Usage(1L, 1L, 1L));

        assertThat(bytes).startsWith(0xC3, 0x01);
    }

    @Test
    void shouldRefuseBytesThatEndTooEarly() {
        var bytes = SERDE.serialize("store", new Usage(500L, 300L, 800L));

        assertThatThrownBy(() -> SERDE.deserialize("store", Arrays.copyOf(bytes, bytes.length - 1)))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("store");
    }

    @Test
    void shouldRefuseBytesOfAnotherSchema() {
        var bytes = StateSerde.of(Level.class).serialize("store", new Level(1, 2));

        assertThatThrownBy(() -> SERDE.deserialize("store", bytes)).isInstanceOf(SerializationException.class);
    }

    /** The older schema is a resource of the tests. */
    @Test
    void shouldReadWhatAnOlderVersionWrote() throws Exception {
        var older = StateHistory.versions(SERDE.schema()).get(0);
        ByteBuffer old = new BinaryMessageEncoder<GenericData.Record>(GenericData.get(), older)
                .encode(new GenericRecordBuilder(older).set("promptTokens", 9L).build());

        var read = SERDE.deserialize("store", Arrays.copyOf(old.array(), old.remaining()));

        assertThat(read).isEqualTo(new Usage(9L, 0L, 0L));
    }

    @Test
    void shouldNotShareAnInstanceBetweenReads() {
        var serde = StateSerde.of(ScopeState.class);
        var bytes = serde.serialize("store", ScopeState.newBuilder().build());

        assertThat(serde.deserialize("store", bytes)).isNotSameAs(serde.deserialize("store", bytes));
    }
}
