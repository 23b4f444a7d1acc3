package io.millrace.tokens.advance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The form of a random pipeline. Level l is opened by a split {@code s<l>} of what {@code g<l>} writes and closed by a
 * collect, a fold or a first-k {@code c<l>}; at the bottom {@code w} answers for each leaf. Around them, by chance: a filter {@code u<l>} above
 * the level, a map or a filter {@code h<l>} of the text that is split, a stage {@code a<l>} that takes the whole list of
 * the level, a map {@code m} and a filter {@code f} behind the leaf, a second call {@code v} for it and {@code j} that joins
 * the two; splits with nothing between them; and behind a fold a split {@code t<l>} that cuts it while it grows, a call
 * {@code b<l>} for each line and a collect {@code a<l>}.
 *
 * @param levels outermost first, 0-4
 * @param cuts what each split opens, by the place of the split in the plan
 */
record RandomPlan(List<Level> levels, Leaf leaf, Map<Integer, Cut> cuts) {

    /** Enough for operators to meet in each way, few enough that each is compiled once for many trees. */
    private static final int FORMS = 100;

    private static final int FORMS_WITH_FEW = 12;

    /** Most levels of a pipeline. */
    static final int DEEPEST = 4;

    /** What a level that closes with few waits for. */
    static final int MOST_OF_FEW = 2;

    private static final List<RandomPlan> ALL = all(new Random(FORMS));
    private static final List<RandomPlan> FEW = few(new Random(FORMS));

    /** What the split of a level cuts. */
    enum Source {
        /** The stream of a model call. */
        LLM,
        /** The output of a one-shot call. */
        CALL,
        /** What a map makes of the text of a model call. */
        MAPPED,
        /** The text of a model call, where a filter lets it pass. */
        FILTERED,
        /** The child of the level above, or the question. */
        DIRECT;

        /** Whether children go on before the text ends. */
        boolean streams() {
            return this == LLM;
        }
    }

    /** What takes the list that a level closes with. */
    enum Behind {
        NOTHING,
        MAP,
        LLM,
        CALL,
        /** A split of what a fold hands on. */
        SPLIT
    }

    /** What closes a level. */
    enum Closer {
        COLLECT("collect"),
        FOLD("fold"),
        /** A fold that the client follows. */
        TOLD("fold, emit: true"),
        /** A first-k that takes all there are. */
        ALL("firstK, k: 1000"),
        /** A first-k that can do without some. */
        FEW("firstK, k: " + MOST_OF_FEW);

        private final String op;

        Closer(String op) {
            this.op = op;
        }

        boolean isFold() {
            return this == FOLD || this == TOLD;
        }
    }

    /**
     * What a split opens.
     *
     * @param collector stage that closes it
     * @param last stage whose outputs that joins
     * @param source stage whose output is split, if that is a stream
     */
    record Cut(String split, String collector, String last, String source) {}

    /**
     * @param number 1 for the outermost
     * @param splitId place of its split in the plan
     * @param sifted whether a filter stands above it
     */
    record Level(int number, int splitId, boolean sifted, Source source, String parser, Behind behind, Closer closer) {

        String stage(String letter) {
            return letter + number;
        }

        /** Path of a child of the split at a path. */
        String child(String path, int index) {
            return path + splitId + "." + index + "/";
        }
    }

    /**
     * @param call whether {@code w} is a one-shot call
     * @param mapped whether {@code m} follows it
     * @param filtered whether {@code f} follows
     * @param joined whether {@code v} answers too and {@code j} joins them
     */
    record Leaf(boolean call, boolean mapped, boolean filtered, boolean joined) {}

    private RandomPlan(List<Level> levels, Leaf leaf) {
        this(levels, leaf, new HashMap<>());
        var stages = yaml().lines().filter(line -> line.startsWith("- {name")).toList();
        for (var level : levels) {
            cuts.put(
                    level.splitId(),
                    new Cut(level.stage("s"), level.stage("c"), lastOf(level.number()), level.stage("g")));
            if (level.behind() == Behind.SPLIT) {
                var place = IntStream.range(0, stages.size())
                        .filter(id -> stages.get(id).startsWith("- {name: " + level.stage("t") + ","))
                        .findFirst();
                cuts.put(
                        place.orElseThrow(),
                        new Cut(level.stage("t"), level.stage("a"), level.stage("b"), level.stage("c")));
            }
        }
    }

    static RandomPlan of(Random random) {
        return ALL.get(random.nextInt(FORMS));
    }

    /** One whose level 1 or 2 closes with few of its children; nothing looks at the lists that this changes. */
    static RandomPlan withFew(Random random) {
        return FEW.get(random.nextInt(FORMS_WITH_FEW));
    }

    private static List<RandomPlan> all(Random random) {
        return IntStream.range(0, FORMS)
                .mapToObj(form -> new RandomPlan(levels(random, form % (DEEPEST + 1)), leaf(random)))
                .toList();
    }

    private static List<RandomPlan> few(Random random) {
        return IntStream.range(0, FORMS_WITH_FEW)
                .mapToObj(form -> {
                    var levels = levels(random, 1 + form % 3);
                    var few = 1 + random.nextInt(Math.min(2, levels.size()));
                    return new RandomPlan(
                            levels.stream().map(level -> closedBy(level, few)).toList(), leaf(random));
                })
                .toList();
    }

    private static Level closedBy(Level level, int few) {
        return level.number() > few
                ? level
                : new Level(
                        level.number(),
                        level.splitId(),
                        level.sifted(),
                        level.source(),
                        level.parser(),
                        Behind.NOTHING,
                        level.number() == few ? Closer.FEW : Closer.COLLECT);
    }

    private static Leaf leaf(Random random) {
        return new Leaf(random.nextInt(3) == 0, random.nextBoolean(), random.nextInt(4) > 0, random.nextInt(3) == 0);
    }

    private static List<Level> levels(Random random, int depth) {
        var stages = new int[1];
        return IntStream.rangeClosed(1, depth)
                .mapToObj(number -> {
                    var source = random.nextBoolean() ? Source.LLM : any(random, Source.values());
                    var direct = source == Source.DIRECT;
                    var sifted = !direct && random.nextInt(3) == 0;
                    var parser = direct || random.nextBoolean() ? "json-array" : "lines";
                    var above = direct ? 0 : source == Source.LLM || source == Source.CALL ? 1 : 2;
                    var splitId = stages[0] + above + (sifted ? 1 : 0);
                    stages[0] = splitId + 1;
                    var behind = any(random, Behind.values());
                    var closer = behind == Behind.SPLIT
                            ? any(random, new Closer[] {Closer.FOLD, Closer.TOLD})
                            : any(random, new Closer[] {Closer.COLLECT, Closer.FOLD, Closer.TOLD, Closer.ALL});
                    return new Level(number, splitId, sifted, source, parser, behind, closer);
                })
                .toList();
    }

    private static <E> E any(Random random, E[] values) {
        return values[random.nextInt(values.length)];
    }

    int depth() {
        return levels.size();
    }

    /** @param number 1 for the outermost */
    Level level(int number) {
        return levels.get(number - 1);
    }

    /** Whether the stage says its output in one piece. */
    boolean isOneShot(String stage) {
        if (stage.equals("w")) {
            return leaf.call();
        }
        if (stage.equals("v")) {
            return false;
        }
        var level = level(stage.charAt(1) - '0');
        return stage.startsWith("g") ? level.source() == Source.CALL : level.behind() == Behind.CALL;
    }

    /** Name of the stage whose outputs the end of a level joins. */
    String lastOf(int number) {
        if (number == depth()) {
            return leaf.joined() ? "j" : leafAnswer();
        }
        var below = level(number + 1);
        return below.stage(below.behind() == Behind.NOTHING ? "c" : "a");
    }

    /** Place of a split in the plan. */
    int splitOf(String split) {
        return cuts.entrySet().stream()
                .filter(cut -> cut.getValue().split().equals(split))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    /** Name of the stage with the answer for a leaf. */
    String leafAnswer() {
        return leaf.filtered() ? "f" : leaf.mapped() ? "m" : "w";
    }

    /** The pipeline as YAML. */
    String yaml() {
        var yaml = new StringBuilder("pipeline: tree\nstages:\n");
        var input = "question";
        for (var level : levels) {
            input = open(yaml, level, input);
        }
        var above = input;
        input = add(yaml, "w", call(leaf.call(), true) + affinity(), input);
        input = leaf.mapped() ? add(yaml, "m", "op: map, template: 'm {{w}}'", input) : input;
        input = leaf.filtered() ? add(yaml, "f", filter(input, "drop"), input) : input;
        if (leaf.joined()) {
            add(yaml, "v", call(false, false), above);
            var level = depth() == 0 ? "" : ", level: s" + depth();
            yaml.append("- {name: j, op: join, inputs: [%s, v]%s}%n".formatted(input, level));
            input = "j";
        }
        for (var number = depth(); number > 0; number--) {
            input = close(yaml, level(number), input);
        }
        add(yaml, "out", "op: sink", input);
        return yaml.toString();
    }

    /** Of the leaves, so that the state of scopes is under every strain too. */
    private String affinity() {
        return leaf.call() && depth() > 0 ? ", affinity: scope" : "";
    }

    private static String open(StringBuilder yaml, Level level, String above) {
        var input = level.sifted() ? add(yaml, level.stage("u"), filter(above, "skip"), above) : above;
        if (level.source() != Source.DIRECT) {
            input = add(yaml, level.stage("g"), call(level.source() == Source.CALL, false), input);
        }
        if (level.source() == Source.MAPPED) {
            input = add(yaml, level.stage("h"), "op: map, template: '{{" + input + "}}'", input);
        }
        if (level.source() == Source.FILTERED) {
            input = add(yaml, level.stage("h"), filter(input, "void"), input);
        }
        return add(yaml, level.stage("s"), "op: split, parser: " + level.parser(), input);
    }

    private static String close(StringBuilder yaml, Level level, String below) {
        var list = add(yaml, level.stage("c"), "op: " + level.closer().op + ", level: " + level.stage("s"), below);
        return switch (level.behind()) {
            case NOTHING -> list;
            case MAP -> add(yaml, level.stage("a"), "op: map, template: 'all of {{" + list + "}}'", list);
            case LLM, CALL -> add(yaml, level.stage("a"), call(level.behind() == Behind.CALL, false), list);
            case SPLIT -> {
                var line = add(yaml, level.stage("t"), "op: split, parser: lines", list);
                var each = add(yaml, level.stage("b"), call(false, false), line);
                yield add(yaml, level.stage("a"), "op: collect, level: " + line, each);
            }
        };
    }

    private static String call(boolean oneShot, boolean emit) {
        var op = oneShot ? "op: call, service: tool" : "op: llm, engine: chat, template: '{{%s}}'";
        return op + (emit ? ", emit: true" : "");
    }

    private static String filter(String input, String word) {
        return "op: filter, expression: '!" + input + ".contains(\"" + word + "\")'";
    }

    private static String add(StringBuilder yaml, String name, String what, String input) {
        yaml.append("- {name: %s, input: %s, %s}%n".formatted(name, input, what.replace("%s", input)));
        return name;
    }
}
