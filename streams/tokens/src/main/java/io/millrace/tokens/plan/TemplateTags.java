package io.millrace.tokens.plan;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import io.millrace.tokens.plan.Template.TemplateException;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What a template asks for.
 *
 * @param names used outside sections, first part of each
 * @param count of all its tags
 */
record TemplateTags(Set<String> names, int count) {

    /** @throws TemplateException when one of them, in a section too, is not a name or includes another template */
    static TemplateTags of(Template compiled) {
        // Names inside a section may belong to its items, so only the section itself counts.
        var outside = new Collector(false);
        compiled.visit(outside);
        var all = new Collector(true);
        compiled.visit(all);
        return new TemplateTags(Collections.unmodifiableSet(outside.names), all.count);
    }

    static TemplateException including(String name) {
        return new TemplateException("a template cannot include another one: {{>" + name + "}}");
    }

    private static final class Collector implements Mustache.Visitor {

        private final boolean inSections;
        private final Set<String> names = new LinkedHashSet<>();
        private int count;

        Collector(boolean inSections) {
            this.inSections = inSections;
        }

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

        @Override
        public boolean visitParent(String name) {
            throw including(name);
        }

        @Override
        public boolean visitSection(String name) {
            add(name);
            return inSections;
        }

        @Override
        public boolean visitInvertedSection(String name) {
            add(name);
            return true;
        }

        private void add(String name) {
            boolean item = name.equals(".");
            if (!item && (name.isEmpty() || name.startsWith(".") || name.endsWith(".") || name.contains(".."))) {
                throw new TemplateException("'" + name + "' is not a name; names are joined by single dots");
            }
            int dot = name.indexOf('.');
            names.add(dot > 0 ? name.substring(0, dot) : name);
            count++;
        }
    }
}
