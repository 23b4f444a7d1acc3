package io.millrace.tokens.parse;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A parser that comes with Millrace.
 *
 * @param name what a split names it by
 * @param fields of the split that are its own
 * @param maker makes one from those fields
 */
record BuiltIn(String name, Set<String> fields, Function<Map<String, String>, ItemParser> maker)
        implements ItemParserProvider {

    static final List<ItemParserProvider> ALL = List.of(
            of("sentences", fields -> new SentenceParser()),
            of("lines", fields -> new LineParser()),
            of("paragraphs", ParagraphParser::of, "size"),
            of("markdown-list", fields -> new MarkdownListParser()),
            of("json-array", fields -> new JsonArrayParser()),
            of("regex", RegexParser::of, "pattern"));

    @Override
    public ItemParser create(Map<String, String> given) {
        return maker.apply(given);
    }

    private static ItemParserProvider of(
            String name, Function<Map<String, String>, ItemParser> maker, String... fields) {
        return new BuiltIn(name, Set.copyOf(Arrays.asList(fields)), maker);
    }
}
