package io.millrace.core.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DocumentValueTest {

    private static final Map<String, Object> VALUE =
            DocumentValue.of(Document.of("r1", "abc", null, 5).ref());

    @Test
    void shouldGiveBackTheReference() {
        assertThat(DocumentValue.parse(VALUE))
                .contains(Document.of("r1", "abc", null, 5).ref());
    }

    @Test
    void shouldNotTakeOtherMapsForDocuments() {
        assertThat(DocumentValue.parse(Map.of("document", Map.of("documentId", "x"))))
                .isEmpty();
        assertThat(DocumentValue.parse(Map.of("document", "x"))).isEmpty();
        assertThat(DocumentValue.parse("document")).isEmpty();
    }

    @Test
    void shouldFindADocumentAtAnyDepth() {
        assertThat(DocumentValue.within(List.of("a", Map.of("b", Arrays.asList(null, VALUE)))))
                .isPresent();
        assertThat(DocumentValue.within(List.of("a", Map.of("b", 1)))).isEmpty();
    }
}
