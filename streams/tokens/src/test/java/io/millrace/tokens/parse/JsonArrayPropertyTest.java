package io.millrace.tokens.parse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random arrays, cut at random places, are taken apart as Jackson reads them in one piece. */
class JsonArrayPropertyTest {

    private static final int ROUNDS = 3_000;
    private static final int MOST_DEPTH = 5;
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final List<String> TEXTS = List.of(
            "", "a", "],[", "}{", "\\", "\\\\\"", "\"", "a, \"b\" ]", "\n\t", "\u00e9\u4eca", "\ud83d\ude00", "\u0000");
    private static final List<String> FLAWS =
            List.of("", ",", "]", "}", "\"", "\\", "[", "{", "oops", "1 2", ":", "nul", "tru\"e\"", "01", "\u00a0");

    private final ItemParser parser = Pieces.parser("json-array", Map.of());

    @Test
    void shouldReadArraysAsJacksonDoes() throws Exception {
        for (var seed = 0L; seed < ROUNDS; seed++) {
            var random = new Random(seed);
            var array = array(random, 0);
            var text = "Sure: ```json\n" + written(array, random) + "\n``` [1";

            var read = new Reading(parser, random).of(text);

            assertThat(read.items).as("seed %d: %s", seed, text).isEqualTo(elements(array));
            assertThat(read.flaws).as("seed %d: %s", seed, text).isEmpty();
        }
    }

    @Test
    void shouldFindAFlawWhereJacksonDoes() throws Exception {
        for (var seed = 0L; seed < ROUNDS; seed++) {
            var random = new Random(seed);
            var array = array(random, 0);
            var text = spoilt(written(array, random), random);

            var read = new Reading(parser, random).of(text);

            assertThat(read.flaws.isEmpty()).as("seed %d: %s", seed, text).isEqualTo(beginsWithAnArray(text));
            assertThat(read.items)
                    .as("seed %d: %s", seed, text)
                    .isEqualTo(new Reading(parser, random).inOnePiece(text).items);
        }
    }

    /** What was read of a text. */
    private static final class Reading {

        private final ItemParser parser;
        private final Random random;
        private final List<JsonNode> items = new ArrayList<>();
        private final List<String> flaws = new ArrayList<>();

        Reading(ItemParser parser, Random random) {
            this.parser = parser;
            this.random = random;
        }

        Reading of(String text) throws JsonProcessingException {
            var most = 1 + random.nextInt(12);
            var rest = "";
            for (var at = 0; at < text.length(); ) {
                var to = Math.min(text.length(), at + 1 + random.nextInt(most));
                rest = take(parser.step(rest, text.substring(at, to), false));
                at = to;
            }
            take(parser.step(rest, "", true));
            return this;
        }

        Reading inOnePiece(String text) throws JsonProcessingException {
            take(parser.step("", text, true));
            return this;
        }

        private String take(ItemParser.Step step) throws JsonProcessingException {
            for (var item : step.items()) {
                items.add(item.json() ? JSON.readTree(item.content()) : TextNode.valueOf(item.content()));
            }
            if (step.flaw() != null) {
                flaws.add(step.flaw());
            }
            return step.rest();
        }
    }

    private static List<JsonNode> elements(JsonNode array) {
        var elements = new ArrayList<JsonNode>();
        array.forEach(elements::add);
        return elements;
    }

    private static JsonNode array(Random random, int depth) {
        var array = JsonNodeFactory.instance.arrayNode();
        for (var i = random.nextInt(5); i > 0; i--) {
            array.add(value(random, depth + 1));
        }
        return array;
    }

    private static JsonNode value(Random random, int depth) {
        return switch (random.nextInt(depth < MOST_DEPTH ? 8 : 6)) {
            case 0 -> JsonNodeFactory.instance.nullNode();
            case 1 -> JsonNodeFactory.instance.booleanNode(random.nextBoolean());
            case 2 -> JsonNodeFactory.instance.numberNode(random.nextInt());
            case 3 -> JsonNodeFactory.instance.numberNode(random.nextGaussian() * 1e9);
            case 4, 5 -> TextNode.valueOf(text(random));
            case 6 -> array(random, depth);
            default -> object(random, depth);
        };
    }

    private static JsonNode object(Random random, int depth) {
        var object = JsonNodeFactory.instance.objectNode();
        for (var i = random.nextInt(4); i > 0; i--) {
            object.set(text(random), value(random, depth + 1));
        }
        return object;
    }

    private static String text(Random random) {
        var text = new StringBuilder();
        for (var i = random.nextInt(4); i > 0; i--) {
            text.append(TEXTS.get(random.nextInt(TEXTS.size())));
        }
        return text.toString();
    }

    private static String written(JsonNode array, Random random) {
        return random.nextBoolean() ? array.toString() : array.toPrettyString();
    }

    /** A few characters behind the first bracket are replaced; perhaps by what does no harm. */
    private static String spoilt(String array, Random random) {
        var from = 1 + random.nextInt(array.length());
        var to = Math.min(array.length(), from + random.nextInt(3));
        return array.substring(0, from) + FLAWS.get(random.nextInt(FLAWS.size())) + array.substring(to);
    }

    private static boolean beginsWithAnArray(String text) {
        try (var reader = JSON.getFactory().createParser(text)) {
            reader.nextToken();
            reader.skipChildren();
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
