package io.millrace.tokens.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Feeds a text to a parser whole and in random pieces. */
final class Pieces {

    private Pieces() {}

    static ItemParser parser(String name, Map<String, String> fields) {
        return Parsers.find(name).orElseThrow().create(fields);
    }

    static List<String> whole(ItemParser parser, String text) {
        return contents(parser.step("", text, true));
    }

    static void assertSameInPieces(ItemParser parser, String text, long seed) {
        var random = new Random(seed);
        var longest = 1 + random.nextInt(12);
        var items = new ArrayList<String>();
        var rest = "";
        for (var at = 0; at < text.length(); ) {
            var to = Math.min(text.length(), at + random.nextInt(longest) + 1);
            var step = parser.step(rest, text.substring(at, to), false);
            items.addAll(contents(step));
            rest = step.rest();
            at = to;
        }
        items.addAll(contents(parser.step(rest, "", true)));
        assertThat(items).as("seed %d, text <%s>", seed, text).isEqualTo(whole(parser, text));
    }

    static String random(Random random, String alphabet, int most) {
        var text = new StringBuilder();
        for (var i = random.nextInt(most); i > 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private static List<String> contents(ItemParser.Step step) {
        return step.items().stream().map(ItemParser.Item::content).toList();
    }
}
