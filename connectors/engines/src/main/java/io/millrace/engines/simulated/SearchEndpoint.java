package io.millrace.engines.simulated;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.sun.net.httpserver.HttpExchange;
import io.millrace.engines.spi.ServiceException;
import io.millrace.engines.spi.ServiceRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;

/** {@code POST /search}: any JSON, best with a {@code query}, answered with evidence after the time that a search takes. */
final class SearchEndpoint {

    private final SimulatedSearch search;

    SearchEndpoint(SimulatedSearch search) {
        this.search = search;
    }

    void answer(HttpExchange exchange) throws IOException, InterruptedException {
        try {
            var request = new ServiceRequest("search", JsonAnswer.read(exchange), Map.of(), Instant.MAX);
            var text = search.call(request).text();
            JsonAnswer.send(exchange, JsonAnswer.OK, JsonAnswer.object().put("text", text));
        } catch (JsonProcessingException e) {
            JsonAnswer.error(
                    exchange,
                    JsonAnswer.BAD_REQUEST,
                    "invalid_json",
                    "the body is not JSON: " + e.getOriginalMessage());
        } catch (ServiceException e) {
            JsonAnswer.error(exchange, JsonAnswer.FAILED, e.code(), String.valueOf(e.getMessage()));
        }
    }
}
