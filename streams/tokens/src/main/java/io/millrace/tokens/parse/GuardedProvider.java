package io.millrace.tokens.parse;

import io.millrace.tokens.parse.ItemParser.ParserException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A provider from outside whose parsers fail in one way only, so that what they throw never ends a thread. */
record GuardedProvider(ItemParserProvider provider) implements ItemParserProvider {

    @Override
    public String name() {
        return provider.name();
    }

    @Override
    public Set<String> fields() {
        return provider.fields();
    }

    @Override
    public ItemParser create(Map<String, String> fields) {
        var parser = provider.create(fields);
        return (rest, more, last) -> step(parser, rest, more, last);
    }

    private ItemParser.Step step(ItemParser parser, String rest, String more, boolean last) {
        try {
            return Objects.requireNonNull(parser.step(rest, more, last), "no step");
        } catch (RuntimeException | StackOverflowError e) {
            throw new ParserException("the parser '" + name() + "' failed: " + e, e);
        }
    }
}
