package io.millrace.tokens.plan;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import io.millrace.core.documents.DocumentValue;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A logic-less text template in Mustache: {@code {{name}}}, {@code {{#list}}...{{/list}}}. It sees the values that it is given
 * and nothing else, and ends in bounded time and memory whatever they are ({@link RenderLimit}). Safe for several threads.
 */
public final class Template {

    private static final String TOO_DEEP = "the template is nested too deep";

    /** Names are checked when a template is made, so the loader is not asked; were it, it would find nothing. */
    private static final Mustache.Compiler COMPILER = Mustache.compiler()
            .escapeHTML(false)
            .emptyStringIsFalse(true)
            .withCollector(new ValueCollector())
            .withLoader(name -> {
                throw TemplateTags.including(name);
            });

    private final String source;
    private final com.samskivert.mustache.Template compiled;
    private final TemplateTags tags;

    private Template(String source, com.samskivert.mustache.Template compiled) {
        this.source = source;
        this.compiled = compiled;
        this.tags = TemplateTags.of(compiled);
    }

    /** @throws TemplateException when the text is not a template */
    public static Template of(String source) {
        try {
            return new Template(source, COMPILER.compile(source));
        } catch (TemplateException e) {
            throw e;
        } catch (MustacheException e) {
            throw new TemplateException(String.valueOf(e.getMessage()), e);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            // The parser of the library ends so at some tags that are none.
            throw new TemplateException("the text is not a template: " + e, e);
        } catch (StackOverflowError e) {
            throw new TemplateException(TOO_DEEP, e);
        }
    }

    /** The names it uses outside sections, first part of each: of {@code a.b} it is {@code a}. */
    public Set<String> names() {
        return tags.names();
    }

    /** @throws TemplateException when a value that it names is missing, or is or holds a document, or the text is too long */
    public String render(Map<String, Object> values) {
        opaque(values).ifPresent(why -> {
            throw new TemplateException(why);
        });
        var limit = new RenderLimit(tags.count());
        try {
            compiled.execute(ValueCollector.limited(values, limit), limit);
            return limit.text();
        } catch (MustacheException e) {
            throw new TemplateException(limit.exceeded().orElse(String.valueOf(e.getMessage())), e);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new TemplateException(limit.exceeded().orElse("the template cannot be rendered: " + e), e);
        } catch (StackOverflowError e) {
            throw new TemplateException(TOO_DEEP, e);
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

    /** A template that cannot be compiled or rendered; the message says what is wrong with it. */
    public static final class TemplateException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        TemplateException(String message) {
            super(message);
        }

        TemplateException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
