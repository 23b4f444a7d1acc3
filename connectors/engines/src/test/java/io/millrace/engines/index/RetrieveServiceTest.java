package io.millrace.engines.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.engines.spi.Service;
import io.millrace.engines.spi.ServiceException;
import io.millrace.engines.spi.ServiceProvider;
import io.millrace.engines.spi.ServiceRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetrieveServiceTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    private Library library;
    private Service service;

    @BeforeEach
    void findService() {
        library = new Library(directory);
        service = ServiceLoader.load(ServiceProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.name().equals("retrieve"))
                .findFirst()
                .orElseThrow()
                .create(library.settings());
    }

    @AfterEach
    void closeService() {
        service.close();
    }

    @Test
    void shouldReturnPassagesAsJson() throws Exception {
        library.withSamples().index();

        var found = retrieve("{\"query\": \"Who built the lighthouse?\"}", Map.of("k", "2"));

        assertThat(found).hasSize(2);
        assertThat(found.get(0).path("id").asText()).isEqualTo("lighthouse.md#0");
        assertThat(found.get(0).path("title").asText()).isEqualTo("Harbour lighthouse");
        assertThat(found.get(0).path("source").asText()).isEqualTo("lighthouse.md");
        assertThat(found.get(0).path("text").asText()).contains("Ada Brandt");
        assertThat(found.get(0).path("score").asDouble()).isBetween(0.3, 1.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"query", "claim", "question"})
    void shouldTakeTheQueryFromWhatTheStageHas(String field) throws Exception {
        library.withSamples().index();

        var found = retrieve("{\"" + field + "\": \"Honey is harvested in July.\"}", Map.of());

        assertThat(found).hasSize(5);
        assertThat(found.get(0).path("text").asText()).isEqualTo("Honey is harvested in July.");
    }

    @Test
    void shouldReturnAnEmptyArrayFromAnEmptyIndex() throws Exception {
        library.indexNothing();

        assertThat(retrieve("{\"query\": \"anything\"}", Map.of())).isEmpty();
    }

    @Test
    void shouldSayHowToMakeAMissingIndex() {
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> retrieve("{\"query\": \"anything\"}", Map.of()))
                .withMessageContaining("millrace index DIR")
                .satisfies(e -> assertThat(e.code()).isEqualTo("INDEX_MISSING"));
    }

    @ParameterizedTest
    @CsvSource({"k, 0", "k, 101", "k, many", "mode, best"})
    void shouldRefuseWrongParameters(String name, String value) throws Exception {
        library.indexNothing();

        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> retrieve("{\"query\": \"anything\"}", Map.of(name, value)))
                .withMessageContaining(name)
                .satisfies(e -> assertThat(e.retryable()).isFalse());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"query\": \" \"}", "{\"query\": 5}", "[]", "null"})
    void shouldRefuseInputWithoutAQuery(String input) throws Exception {
        library.indexNothing();

        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> retrieve(input, Map.of()))
                .satisfies(e -> assertThat(e.code()).isEqualTo("BAD_INPUT"));
    }

    private JsonNode retrieve(String input, Map<String, String> parameters) throws Exception {
        var answer = service.call(new ServiceRequest("call-1", JSON.readTree(input), parameters, Instant.MAX));
        var json = answer.json();
        assertThat(json).isNotNull();
        return json;
    }
}
