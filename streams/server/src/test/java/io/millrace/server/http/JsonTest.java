package io.millrace.server.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonTest {

    @Test
    void shouldNameThePlaceOfABracketThatIsNotClosed() {
        assertThatThrownBy(() -> Json.parse("{\"key\":{".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("line: 1, column: 8")
                .hasMessageNotContaining("Source");
    }
}
