package io.millrace.tokens.plan;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import io.millrace.tokens.plan.Template.TemplateException;
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
        var outside = new LinkedHashSet<String>();
        compiled.visit(new OutsideSections(outside));
        var all = new All();
        compiled.visit(all);
        return new TemplateTags(outside, all.count);
    }

    static TemplateException including(String name) {
        return new TemplateException("a template cannot include another one: {{>" + name + "}}");
    }

    /** Names inside a section may belong to its items, so only the section itself counts. */
    private record OutsideSections(Set<String> names) implements Mustache.Visitor {

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

    /** Every tag, wherever it is. */
    private static final class All implements Mustache.Visitor {

        private int count;

        @Override
        public void visitText(String text) {}

        @Override
        public void visitVariable(String name) {
            check(name);
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
        public boolean visitBlock(String name) {
            count++;
            return true;
        }

        @Override
        public boolean visitSection(String name) {
            check(name);
            return true;
        }

        @Override
        public boolean visitInvertedSection(String name) {
            check(name);
            return true;
        }

        private void check(String name) {
            count++;
            boolean item = name.equals(".");
            if (!item && (name.isEmpty() || name.startsWith(".") || name.endsWith(".") || name.contains(".."))) {
                throw new TemplateException("'" + name + "' is not a name; names are joined by single dots");
            }
        }
    }
}
