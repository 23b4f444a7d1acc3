package io.millrace.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CoreSettingsTest {

    private static final Map<String, String> LEAST =
            Map.of("bootstrap.servers", "127.0.0.1:9092", "registry.url", "mock://settings", "state.dir", "/var/lib/x");

    @Test
    void shouldReportAllErrorsAtOnce() {
        var wrong = RawSettings.of(
                Map.of("num.standby.replicas", "-1", "registry.timeout.ms", "soon", "group.protocol", "modern"));

        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> CoreSettings.of(wrong))
                .satisfies(e -> assertThat(e.errors()).hasSize(5))
                .withMessageContaining("bootstrap.servers")
                .withMessageContaining("registry.url")
                .withMessageContaining("num.standby.replicas")
                .withMessageContaining("registry.timeout.ms")
                .withMessageContaining("group.protocol");
    }

    @Test
    void shouldReportAllConditionsBetweenSettingsAtOnce() {
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> settings(Map.of(
                        "state.dir", "/tmp/x", "outage.retry.ms", "200000", "rocksdb.write.buffer.bytes", "999999999")))
                .satisfies(e -> assertThat(e.errors()).hasSize(3));
    }

    @Test
    void shouldRefuseATemporaryStateDirectoryUnlessAllowed() {
        assertThatThrownBy(() -> settings(Map.of("state.dir", "/tmp/../tmp/state")))
                .hasMessageContaining("state.dir must not be a temporary directory");

        assertThat(settings(Map.of("state.dir", "/tmp/state", "state.dir.tmp.allowed", "true"))
                        .stateDir())
                .hasToString("/tmp/state");
    }

    @Test
    void shouldHandPassThroughSettingsToEveryKafkaClient() {
        var settings = settings(Map.of("kafka.security.protocol", "SASL_SSL"));

        assertThat(settings.kafkaClient())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("bootstrap.servers", "127.0.0.1:9092", "security.protocol", "SASL_SSL"));
    }

    @Test
    void shouldHandPassThroughSettingsToTheRegistryClient() {
        var settings = settings(Map.of("registry.client.basic.auth.user.info", "a:b"));

        assertThat(settings.registryClient()).containsExactly(Map.entry("basic.auth.user.info", "a:b"));
    }

    @Test
    void shouldRenderEachKeyOnceInTheReference() {
        var text = SettingsReference.markdown("Core", CoreSettings.definition());

        assertThat(text.lines().filter(line -> line.startsWith("| `")))
                .hasSameSizeAs(CoreSettings.definition().names());
        assertThat(text)
                .startsWith("## Core\n")
                .contains("| `bootstrap.servers` | list | (required) |")
                .contains("| `num.standby.replicas` | int | `0` | [0,...] |");
    }

    private static CoreSettings settings(Map<String, String> more) {
        var all = new TreeMap<>(LEAST);
        all.putAll(more);
        return CoreSettings.of(RawSettings.of(all));
    }
}
