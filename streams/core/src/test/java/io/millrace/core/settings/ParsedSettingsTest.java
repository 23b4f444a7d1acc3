package io.millrace.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParsedSettingsTest {

    private static final ConfigDef DEFINITION = new ConfigDef()
            .define("wait.ms", ConfigDef.Type.LONG, 250L, Importance.LOW, "A time.")
            .define("url", ConfigDef.Type.STRING, "", Importance.LOW, "An address.");

    @Test
    void shouldReadMilliseconds() {
        assertThat(parse("http://h").getDuration("wait.ms")).isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void shouldReadAnAddress() {
        assertThat(parse(" https://h:1/v1 ").getHttpUrl("url")).isEqualTo(URI.create("https://h:1/v1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "h:1", "//h:1", "ftp://h", "http://", "http://a b"})
    void shouldRefuseWhatIsNoAddress(String text) {
        assertThatThrownBy(() -> parse(text).getHttpUrl("url"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("url");
    }

    private static ParsedSettings parse(String url) {
        return RawSettings.of(Map.of("url", url)).parse(DEFINITION);
    }
}
