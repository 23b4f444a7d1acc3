package io.millrace.tokens.plan;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import io.millrace.core.documents.DocumentValue;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A logic-less text template in Mustache: {@code {{name}}}, {@code {{#list}}...{{/list}}}. Safe for several threads. */
public final class Template {

    /** Includes inside sections only come to light when they are rendered; the loader refuses them then. */
    private static final Mustache.Compiler COMPILER = Mustache.compiler()
            .escapeHTML(false)
            .emptyStringIsFalse(true)
            .withLoader(name -> {
                throw including(name);
            });

    private final String source;
    private final com.samskivert.mustache.Template compiled;

    private Template(String source, com.samskivert.mustache.Template compiled) {
        this.source = source;
        this.compiled = compiled;
    }

    /** @throws TemplateException when the text is not a template */
    public static Template of(String source) {
        try {
            return new Template(source, COMPILER.compile(source));
        } catch (MustacheException e) {
            throw new TemplateException(String.valueOf(e.getMessage()));
        }
    }

    /** The names it uses outside sections, first part of each: of {@code a.b} it is {@code a}. */
    public Set<String> names() {
        var names = new LinkedHashSet<String>();
        compiled.visit(new NameCollector(names));
        return names;
    }

    /** @throws TemplateException when a value that it names is missing, or is or holds a document */
    public String render(Map<String, Object> values) {
        opaque(values).ifPresent(why -> {
            throw new TemplateException(why);
        });
        try {
            return compiled.execute(values);
        } catch (MustacheException e) {
            throw new TemplateException(String.valueOf(e.getMessage()));
        }
    }

    /** Why it cannot be rendered with these values: it names one whose content is not there. Empty when all are there. */
    public Optional<String> opaque(Map<String, Object> values) {
        return names().stream()
                .filter(values::containsKey)
                .flatMap(name -> DocumentValue.within(values.get(name)).stream()
                        .map(document -> name + " is or holds a document of " + document.getBytes()
                                + " bytes, which only calls can take"))
                .findFirst();
    }

    public String source() {
        return source;
    }

    @Override
    public String toString() {
        return source;
    }

    private static TemplateException including(String name) {
        return new TemplateException("a template cannot include another one: {{>" + name + "}}");
    }

    /** A template that cannot be compiled or rendered; the message says what is wrong with it. */
    public static final class TemplateException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        TemplateException(String message) {
            super(message);
        }
    }

    private record NameCollector(Set<String> names) implements Mustache.Visitor {

        @Override
        public void visitText(String text) {}

        @Override
        public void visitVariable(String name) {
            add(name);
        }

        @Override
        public boolean visitInclude(String name) {
            throw including(name);
        }

        /** Names inside a section may belong to its items, so only the section itself is checked. */
        @Override
        public boolean visitSection(String name) {
            add(name);
            return false;
        }

        @Override
        public boolean visitInvertedSection(String name) {
            add(name);
            return true;
        }

        private void add(String name) {
            var dot = name.indexOf('.');
            names.add(dot > 0 ? name.substring(0, dot) : name);
        }
    }
}
