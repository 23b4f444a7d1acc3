package io.millrace.server.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.server.http.Json;
import org.junit.jupiter.api.Test;

class CitationsTest {

    @Test
    void shouldPlaceEachCitationAtItsSentenceEvenWhereSentencesRepeat() {
        var text = "It rains. It rains. It pours.";
        var json = Json.embedded("""
                [{"sentence": "It rains.", "claims": [{"claim": "c", "verdict": {"verdict": "not_found", "citation": null}}]},
                 {"sentence": "It rains.", "claims": [{"claim": "c", "verdict": {"verdict": "grounded",
                    "citation": {"id": "1", "title": "Rain", "source": "rain.md", "text": "t"}}}]},
                 {"sentence": "It pours.", "claims": [{"claim": "c", "verdict": {"verdict": "grounded",
                    "citation": {"id": "2", "title": "Storms", "source": "storm.md", "text": "t"}}}]}]
                """);

        var annotations = Citations.of(text, json);

        assertThat(annotations).hasSize(2);
        assertThat(annotations.at("/0/url_citation/start_index").intValue()).isEqualTo(10);
        assertThat(annotations.at("/0/url_citation/end_index").intValue()).isEqualTo(19);
        assertThat(annotations.at("/0/url_citation/url").textValue()).isEqualTo("rain.md");
        assertThat(annotations.at("/1/url_citation/start_index").intValue()).isEqualTo(20);
        assertThat(annotations.at("/1/url_citation/title").textValue()).isEqualTo("Storms");
    }

    @Test
    void shouldFindNoneInAnyOtherJson() {
        assertThat(Citations.of("text", Json.embedded("{\"citation\":\"x\",\"a\":[1,null,\"b\"]}")))
                .isEmpty();
        assertThat(Citations.of("text", Json.embedded("not json"))).isEmpty();
    }
}
