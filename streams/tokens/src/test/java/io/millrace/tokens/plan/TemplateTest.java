package io.millrace.tokens.plan;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.tokens.plan.Template.TemplateException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateTest {

    @Test
    void shouldRefuseToIncludeAnotherInsideASection() {
        var template = Template.of("{{#list}}{{>other}}{{/list}}");
        assertThatThrownBy(() -> template.render(Map.of("list", List.of("a"))))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("{{>other}}");
    }
}
