package io.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
class MetricsIT {

    /** For two applications with four stores; each meter of each task or thread costs some hundred characters. */
    private static final int MOST_CHARACTERS = 64 * 1024;

    private final TestHttp http;

    MetricsIT(ServerFixture server) {
        this.http = server.http();
    }

    @Test
    void shouldTellLagCommitsAndMemoryInFewWords() {
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            var metrics = http.get("/metrics").body();

            assertThat(metrics)
                    .hasSizeLessThan(MOST_CHARACTERS)
                    .contains(
                            "millrace_app_ready",
                            "kafka_consumer_fetch_manager_records_lag",
                            "kafka_stream_thread_commit_total",
                            "kafka_stream_state_block_cache_usage");
        });
    }
}
