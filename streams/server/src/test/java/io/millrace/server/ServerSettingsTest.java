package io.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.settings.RawSettings;
import io.millrace.core.settings.SettingsException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerSettingsTest {

    @Test
    void shouldListenOnLoopbackByDefault() {
        var settings = ServerSettings.of(RawSettings.of(Map.of()));

        assertThat(settings.host()).isEqualTo("127.0.0.1");
        assertThat(settings.port()).isEqualTo(8080);
    }

    @Test
    void shouldRefuseAnAddressOfTheNetworkAndSayWhy() {
        for (var host : new String[] {"0.0.0.0", "::", "192.0.2.1"}) {
            assertThatThrownBy(() -> ServerSettings.of(RawSettings.of(Map.of("server.host", host))))
                    .as(host)
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("without authentication");
        }
    }

    @Test
    void shouldTakeEveryLoopbackAddress() {
        for (var host : new String[] {"localhost", "127.0.0.2", "::1"}) {
            assertThat(ServerSettings.of(RawSettings.of(Map.of("server.host", host)))
                            .host())
                    .isEqualTo(host);
        }
    }

    @Test
    void shouldPutAnAddressOfIpv6IntoBracketsInUrls() {
        var hosts = Map.of(
                "::1", "[::1]", "[::1]", "[::1]", "0:0:0:0:0:0:0:1", "[0:0:0:0:0:0:0:1]", "127.0.0.2", "127.0.0.2");

        hosts.forEach((host, shown) -> assertThat(ServerSettings.of(RawSettings.of(Map.of("server.host", host)))
                        .urlHost())
                .isEqualTo(shown));
    }

    @Test
    void shouldReportAllErrorsAtOnce() {
        assertThatThrownBy(() ->
                        ServerSettings.of(RawSettings.of(Map.of("server.port", "70000", "server.threads", "many"))))
                .hasMessageContaining("server.port")
                .hasMessageContaining("server.threads");
    }

    @Test
    void shouldRefuseAShortCursorSecret() {
        assertThatThrownBy(() -> ServerSettings.of(RawSettings.of(Map.of("server.cursor.secret", "short"))))
                .hasMessageContaining("server.cursor.secret")
                .hasMessageNotContaining("short");
    }
}
