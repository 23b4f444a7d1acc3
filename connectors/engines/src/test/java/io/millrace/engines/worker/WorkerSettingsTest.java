package io.millrace.engines.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.settings.RawSettings;
import io.millrace.core.settings.SettingsException;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class WorkerSettingsTest {

    @Test
    void shouldBearTheNameThatIsSet() {
        assertThat(settings(Map.of(WorkerSettings.REPLICA, "east")).replica()).isEqualTo("east-chat");
    }

    @Test
    void shouldTakeAnyNameWhereNoneIsSet() {
        assertThat(settings(Map.of()).replica()).isEqualTo("any-chat");
    }

    @Test
    void shouldNameAllSettingsThatAreWrong() {
        var wrong = Map.of(WorkerSettings.LANE_QUEUE, "0", WorkerSettings.SESSION_TIMEOUT, "999");

        assertThatThrownBy(() -> settings(wrong))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(WorkerSettings.LANE_QUEUE)
                .hasMessageContaining(WorkerSettings.SESSION_TIMEOUT);
    }

    private static WorkerSettings settings(Map<String, String> values) {
        return WorkerSettings.of("chat", RawSettings.of(values), () -> "any");
    }
}
