package io.millrace.engines.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.core.settings.RawSettings;
import io.millrace.engines.spi.ServiceException;
import io.millrace.engines.spi.ServiceRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimulatedSearchTest {

    private final SimulatedSearch search = new SimulatedSearch(
            SearchSettings.of(RawSettings.of(Map.of("simulated.search.median.ms", "2"))), Clock.systemUTC());

    @Test
    void shouldAnswerEvidenceOfTheLengthSet() throws Exception {
        var answer = search.call(request("rivers", Map.of(), Instant.MAX));

        assertThat(answer.text()).hasSize(300 * 4);
        assertThat(answer).isEqualTo(search.call(request("rivers", Map.of(), Instant.MAX)));
        assertThat(answer).isNotEqualTo(search.call(request("seas", Map.of(), Instant.MAX)));
    }

    @Test
    void shouldDrawItsTimeFromTheInput() throws Exception {
        var millis = new double[2_001];
        for (int i = 0; i < millis.length; i++) {
            millis[i] = search.millis("query " + i, Map.of("median_ms", "150", "sigma", "0.5"));
        }
        Arrays.sort(millis);

        assertThat(millis[1_000]).isCloseTo(150, withinPercentage(6));
        assertThat(millis[(int) (0.8413 * 2_000)] / millis[1_000]).isCloseTo(Math.exp(0.5), withinPercentage(8));
    }

    @Test
    void shouldFindTheSameForAQueryWhateverElseIsThere() throws Exception {
        var more = JsonNodeFactory.instance
                .objectNode()
                .put("claim", "Rivers run to the sea.")
                .put("query", "rivers");

        var found = search.call(new ServiceRequest("call", more, Map.of(), Instant.MAX));

        assertThat(found).isEqualTo(search.call(request("rivers", Map.of(), Instant.MAX)));
    }

    @Test
    void shouldEndAtTheDeadline() {
        var request = request(
                "rivers",
                Map.of("median_ms", "60000", "sigma", "0"),
                Instant.now().plusMillis(20));

        assertThatThrownBy(() -> search.call(request))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        failure -> assertThat(failure.code()).isEqualTo("DEADLINE"));
    }

    @Test
    void shouldEndWhenInterrupted() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> search.call(request("rivers", Map.of("median_ms", "60000"), Instant.MAX)))
                .isInstanceOf(InterruptedException.class);
    }

    private static ServiceRequest request(String query, Map<String, String> parameters, Instant deadline) {
        return new ServiceRequest(
                "call", JsonNodeFactory.instance.objectNode().put("query", query), parameters, deadline);
    }
}
