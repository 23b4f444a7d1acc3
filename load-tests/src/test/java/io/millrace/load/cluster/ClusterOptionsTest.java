package io.millrace.load.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.load.Arguments;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClusterOptionsTest {

    @Test
    void shouldReadWhatItWrites() {
        var own = new ClusterOptions(null, null, Path.of("data"), Map.of());
        var running =
                new ClusterOptions("127.0.0.1:9", "http://127.0.0.1:8/x", Path.of("data"), Map.of("a", "1", "b", ""));

        assertThat(read(own.toArguments())).isEqualTo(own);
        assertThat(read(running.toArguments())).isEqualTo(running);
    }

    @Test
    void shouldRefuseABrokerWithoutARegistry() {
        assertThatThrownBy(() -> read(List.of("--bootstrap-servers", "127.0.0.1:9")))
                .hasMessageContaining("--registry");
    }

    private static ClusterOptions read(List<String> arguments) {
        return ClusterOptions.of(Arguments.parse(arguments, ClusterOptions.and(Set.of())));
    }
}
