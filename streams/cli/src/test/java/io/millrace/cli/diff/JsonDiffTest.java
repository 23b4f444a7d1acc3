package io.millrace.cli.diff;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.cli.diff.JsonDiff.Element;
import io.millrace.cli.diff.JsonDiff.Fate;
import io.millrace.testkit.Seeds;
import io.millrace.testkit.Seeds.Seed;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(Seeds.class)
class JsonDiffTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CASES = 2_000;
    private static final int DEEPEST = 4;
    private static final List<String> FIELDS = List.of("claim", "a/b", "~", "score");
    private static final List<String> WORDS = List.of("a ", "lane ", "is ", "one ", "partition ");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a': 1} | {'a': 1} | []",
                "{'a': 1} | {'a': 2} | [{'op': 'replace', 'path': '/a', 'value': 2, 'was': 1}]",
                "{'a': 1} | {'b': 1} | [{'op': 'remove', 'path': '/a', 'was': 1}, {'op': 'add', 'path': '/b', 'value': 1}]",
                "['x', 'y'] | ['y', 'z'] | [{'op': 'remove', 'path': '/0', 'was': 'x'}, {'op': 'add', 'path': '/1', 'value': 'z'}]",
                "[['a lane'], 1] | [['one lane'], 1] |"
                        + " [{'op': 'replace', 'path': '/0/0', 'value': 'one lane', 'was': 'a lane'}]",
                "{'a/~': null} | {} | [{'op': 'remove', 'path': '/a~1~0', 'was': null}]",
                "[1] | {'a': 1} | [{'op': 'replace', 'path': '', 'value': {'a': 1}, 'was': [1]}]"
            })
    void shouldMakeAJsonPatch(String before, String after, String patch) {
        var changes = JsonDiff.of(json(before), json(after));

        var operations = JSON.createArrayNode()
                .addAll(changes.stream().map(JsonChange::toJson).toList());
        assertThat(operations).isEqualTo(json(patch));
    }

    @Test
    void shouldMakeTheNewValueOfTheOldWhenItIsApplied(Seed seed) {
        for (var number = 0; number < CASES; number++) {
            var random = seed.generator(number);
            var before = value(random, DEEPEST);
            var after = random.nextInt(10) == 0 ? value(random, DEEPEST) : mutated(before, random);

            var changes = JsonDiff.of(before, after);

            assertThat(applied(changes, before)).as(before + " with " + changes).isEqualTo(after);
            assertThat(changes.isEmpty()).isEqualTo(before.equals(after));
        }
    }

    @Test
    void shouldTakeElementsForTheSameThatHaveMostWordsInCommon() {
        var before = json("['A lane is a partition.', 'A pool is an engine with its workers.', 'Gone for good.']");
        var after =
                json("['This one is new here.', 'A lane is one partition.', 'A pool is an engine with its workers.']");

        var elements = JsonDiff.elements(before, after);

        assertThat(elements.stream().map(Element::fate))
                .containsExactly(Fate.ADDED, Fate.CHANGED, Fate.SAME, Fate.REMOVED);
        assertThat(elements.stream().map(Element::place)).containsExactly(0, 1, 2, 2);
    }

    /** The operations of RFC 6902, section 4, one after the other, on a copy. */
    private static JsonNode applied(List<JsonChange> changes, JsonNode value) {
        var whole = JSON.createArrayNode().add(value.deepCopy());
        for (var change : changes) {
            var path = ("/0" + change.path()).substring(1).split("/", -1);
            JsonNode parent = whole;
            for (var i = 0; i < path.length - 1; i++) {
                parent = child(parent, unescaped(path[i]));
            }
            apply(change, parent, unescaped(path[path.length - 1]));
        }
        return whole.get(0);
    }

    private static void apply(JsonChange change, JsonNode parent, String name) {
        if (parent instanceof ArrayNode array) {
            var index = Integer.parseInt(name);
            switch (change.operation()) {
                case ADD -> array.insert(index, change.after());
                case REMOVE -> assertThat(array.remove(index)).isEqualTo(change.before());
                case REPLACE -> assertThat(array.set(index, change.after())).isNotNull();
            }
        } else {
            var object = (ObjectNode) parent;
            assertThat(object.has(name)).isEqualTo(change.operation() != JsonChange.Operation.ADD);
            if (change.operation() == JsonChange.Operation.REMOVE) {
                object.remove(name);
            } else {
                object.set(name, change.after());
            }
        }
    }

    private static JsonNode child(JsonNode parent, String name) {
        return parent.isArray() ? parent.get(Integer.parseInt(name)) : parent.get(name);
    }

    private static String unescaped(String name) {
        return name.replace("~1", "/").replace("~0", "~");
    }

    private static JsonNode value(RandomGenerator random, int depth) {
        return switch (random.nextInt(depth > 0 ? 7 : 4)) {
            case 0 -> JSON.getNodeFactory().numberNode(random.nextInt(3));
            case 1 -> JSON.getNodeFactory().nullNode();
            case 2, 3 -> JSON.getNodeFactory().textNode(text(random));
            case 4 -> {
                var object = JSON.createObjectNode();
                random.ints(random.nextInt(4), 0, FIELDS.size())
                        .forEach(field -> object.set(FIELDS.get(field), value(random, depth - 1)));
                yield object;
            }
            default -> {
                var array = JSON.createArrayNode();
                for (var i = random.nextInt(5); i > 0; i--) {
                    array.add(value(random, depth - 1));
                }
                yield array;
            }
        };
    }

    /** The value with some of its parts changed, removed or added, so that most is left. */
    private static JsonNode mutated(JsonNode value, RandomGenerator random) {
        if (!value.isContainerNode() || random.nextInt(20) == 0) {
            return random.nextInt(4) == 0 ? value(random, 1) : value;
        }
        if (value.isObject()) {
            var object = JSON.createObjectNode();
            for (var field : value.properties()) {
                if (random.nextInt(8) > 0) {
                    object.set(field.getKey(), mutated(field.getValue(), random));
                }
            }
            return object;
        }
        var array = JSON.createArrayNode();
        for (var element : value) {
            if (random.nextInt(8) == 0) {
                array.add(value(random, 1));
            }
            if (random.nextInt(8) > 0) {
                array.add(mutated(element, random));
            }
        }
        return array;
    }

    private static String text(RandomGenerator random) {
        var text = new StringBuilder();
        random.ints(1 + random.nextInt(6), 0, WORDS.size()).forEach(word -> text.append(WORDS.get(word)));
        return text.toString();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }
}
