package io.millrace.tokens.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.tokens.plan.Template.TemplateException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {

    private static final Map<String, Object> VALUES = Map.of(
            "question", "why?",
            "list", List.of("a", "b"),
            "rows", List.of(Map.of("n", 1, "of", List.of("x")), Map.of("n", 2, "of", List.of())),
            "map", Map.of("deep", Map.of("down", true)),
            "none", "");

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "{{question}}, why?",
                "{{list}}, \"[a, b]\"",
                "{{list.1}}, b",
                "{{#list}}<{{.}}>{{/list}}, <a><b>",
                "{{#list}}{{this}}{{^-last}}+{{/-last}}{{/list}}, a+b",
                "{{#rows}}{{n}}{{#of}}{{.}}{{/of}}{{^of}}-{{/of}}{{/rows}}, 1x2-",
                "{{map.deep.down}}, true",
                "{{#map}}{{#deep}}{{down}} {{question}}{{/deep}}{{/map}}, true why?",
                "{{^none}}nothing{{/none}}, nothing",
                "{{#map.absent}}{{map.absent}}{{/map.absent}}{{^map.absent}}{{question}}{{/map.absent}}, why?",
                "{{#map.deep}}{{map.deep.down}}{{/map.deep}}, true",
            })
    void shouldRender(String template, String text) {
        assertThat(Template.of(template).render(VALUES)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{#list}}{{>other}}{{/list}}",
                "{{>other}}",
                "{{<other}}{{/other}}",
                "{{question..x}}",
                "{{#question}}{{..}}{{/question}}",
                "{{.x}}",
                "{{x.}}",
                "{{#list}}",
                "{{}}",
            })
    void shouldRefuseWhatIsNoTemplate(String template) {
        assertThatThrownBy(() -> Template.of(template)).isInstanceOf(TemplateException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{absent}}",
                "{{question.length}}",
                "{{question.getClass}}",
                "{{list.size}}",
                "{{list.2}}",
                "{{list.99999999999}}",
                "{{map.entrySet}}",
            })
    void shouldSeeNothingButValues(String template) {
        var made = Template.of(template);
        assertThatThrownBy(() -> made.render(VALUES)).isInstanceOf(TemplateException.class);
    }

    @Test
    void shouldNotRenderMoreThanItsLimit() {
        var values = Map.<String, Object>of("list", Collections.nCopies(1_000, "0123456789"));
        var template = Template.of("{{#list}}{{#list}}{{#list}}{{list}}{{/list}}{{/list}}{{/list}}");

        assertThatThrownBy(() -> template.render(values))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("characters");
    }

    @Test
    void shouldNotGoThroughListsForEver() {
        var values = Map.<String, Object>of("list", Collections.nCopies(10_000, "x"));
        var template = Template.of("{{#list}}{{#list}}{{#list}}{{/list}}{{/list}}{{/list}}");

        assertThatThrownBy(() -> template.render(values))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("items of lists");
    }

    @Test
    void shouldRefuseSectionsThatAreNestedTooDeep() {
        int depth = 20_000;
        assertThatThrownBy(() -> Template.of("{{#map}}".repeat(depth) + "{{/map}}".repeat(depth))
                        .render(VALUES))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("deep");
    }
}
