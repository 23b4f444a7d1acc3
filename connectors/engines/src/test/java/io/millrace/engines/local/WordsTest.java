package io.millrace.engines.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "one", "one two", " one  two\n\nthree ", "one\n"})
    void shouldGiveTheTextAgainWhenJoined(String text) {
        assertThat(String.join("", Words.fragments(text))).isEqualTo(text);
    }

    @Test
    void shouldPutOneWordInAFragment() {
        assertThat(Words.fragments("The lamp  flashes.")).containsExactly("The", " lamp", "  flashes.");
    }

    @Test
    void shouldCountWordsInATree() throws Exception {
        var tree = new ObjectMapper()
                .readTree("{\"claim\": \"It is so.\", \"evidence\": [{\"text\": \"So it is\", \"score\": 1}]}");

        assertThat(Words.in(tree)).isEqualTo(6);
    }
}
