package io.millrace.tokens.plan;

import static java.util.stream.Collectors.toUnmodifiableMap;

import io.millrace.events.avro.tokens.FlushOn;
import io.millrace.events.avro.tokens.Level;
import io.millrace.tokens.parse.ItemParser;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A pipeline that has passed every check. Immutable; may be shared between threads. */
public final class Plan {

    /** In place of a stage id: the request itself. */
    public static final int QUESTION = -1;

    /** What templates call the input of the request. */
    public static final String QUESTION_NAME = "question";

    private final String name;
    private final List<Stage> stages;
    private final String canonicalJson;
    private final String digest;
    private final Map<String, Stage> byName;
    private final Map<Integer, List<Stage>> consumers;
    private final Map<Integer, List<Stage>> collectors;
    private final Map<Integer, List<Stage>> calledOffBy;
    private final Map<Integer, List<Stage>> pinned;
    private final boolean anyPinned;
    private final List<FlushOn> flush;

    /**
     * @param name name of the pipeline
     * @param stages in the order of the plan; the id of a stage is its place
     * @param canonicalJson the plan as JSON with sorted keys
     * @param digest lower-case hexadecimal SHA-256 of {@code canonicalJson}
     */
    Plan(String name, List<Stage> stages, String canonicalJson, String digest) {
        this.name = name;
        this.stages = List.copyOf(stages);
        this.canonicalJson = canonicalJson;
        this.digest = digest;
        this.byName = stages.stream().collect(toUnmodifiableMap(Stage::name, Function.identity()));
        // Asked for every element: found once here.
        this.consumers = byId(id -> stage -> stage.inputs().contains(id));
        this.collectors = byId(id -> stage -> stage.op().closesLevel() && stage.level() == id);
        var only = stages.stream()
                .filter(stage -> stage.op() == Operator.FIRST_K)
                .collect(toUnmodifiableMap(Function.identity(), this::leadingOnlyTo));
        this.calledOffBy =
                byId(id -> stage -> only.getOrDefault(stage, Set.of()).contains(id));
        this.pinned = byId(id -> stage ->
                stage.isPinned() && stage.levels().get(stage.depth() - 1).equals(id));
        this.anyPinned = stages.stream().anyMatch(Stage::isPinned);
        this.flush = stages.stream().map(this::flushOf).toList();
    }

    public String name() {
        return name;
    }

    /** In the order of the plan. */
    public List<Stage> stages() {
        return stages;
    }

    /** The plan as JSON with sorted keys. */
    public String canonicalJson() {
        return canonicalJson;
    }

    /** Lower-case hexadecimal SHA-256 of {@link #canonicalJson}. */
    public String digest() {
        return digest;
    }

    /**
     * How soon somebody reads what a call writes.
     *
     * @param asked whether whoever asked waits for the answer
     */
    public FlushOn flush(Stage call, boolean asked) {
        return asked && call.isFollowed() ? FlushOn.TOKENS : flush.get(call.id());
    }

    public Stage stage(int id) {
        return stages.get(id);
    }

    public Optional<Stage> find(String stage) {
        return Optional.ofNullable(byName.get(stage));
    }

    /** The stages that take the output of {@code id}, in the order of the plan. */
    public List<Stage> consumers(int id) {
        return consumers.getOrDefault(id, List.of());
    }

    /** The stages that close the level which the split {@code id} opens. */
    public List<Stage> collectors(int id) {
        return collectors.getOrDefault(id, List.of());
    }

    /** Each first-k that is all that {@code id} leads to, and whose level it is in. */
    public List<Stage> calledOffBy(int id) {
        return calledOffBy.getOrDefault(id, List.of());
    }

    /** Whether a scope may close while its children still come, so that calls are left when the answer is there. */
    public boolean closesEarly() {
        return stages.stream().anyMatch(stage -> stage.op() == Operator.FIRST_K);
    }

    /** The stages whose parts in a scope of the split {@code id} all go to one replica. */
    public List<Stage> pinned(int id) {
        return pinned.getOrDefault(id, List.of());
    }

    /** Whether any stage has parts that all go to one replica. */
    public boolean hasPinned() {
        return anyPinned;
    }

    /** Whether something may be made at this path: below splits that are below each other, or at the root. */
    public boolean has(List<Level> path) {
        if (path.isEmpty()) {
            return true;
        }
        var splits = path.stream().map(Level::getSplitId).toList();
        var last = splits.get(splits.size() - 1);
        return path.stream().allMatch(level -> level.getIndex() >= 0)
                && last >= 0
                && last < stages.size()
                && stage(last).op() == Operator.SPLIT
                && stage(last).levels().equals(splits);
    }

    public Stage sink() {
        return stages.stream()
                .filter(s -> s.op() == Operator.SINK)
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("plan " + name + " has no sink"));
    }

    /** Stages of the level that {@code end} closes whose output goes nowhere else. Consumers come behind what they take. */
    private Set<Integer> leadingOnlyTo(Stage end) {
        var only = new HashSet<>(Set.of(end.id()));
        for (var id = end.id() - 1; id >= 0; id--) {
            var takers = consumers(id);
            if (stage(id).levels().contains(end.level())
                    && !takers.isEmpty()
                    && takers.stream().allMatch(taker -> only.contains(taker.id()))) {
                only.add(id);
            }
        }
        only.remove(end.id());
        return only;
    }

    private Map<Integer, List<Stage>> byId(Function<Integer, Predicate<Stage>> related) {
        return IntStream.range(QUESTION, stages.size())
                .boxed()
                .collect(toUnmodifiableMap(
                        Function.identity(),
                        id -> stages.stream().filter(related.apply(id)).toList()));
    }

    /** Where no client reads each token: a split reads each item, if its parser tells where items end; else the whole is read. */
    private FlushOn flushOf(Stage stage) {
        var parsers = !stage.streams()
                ? List.<ItemParser>of()
                : consumers(stage.id()).stream()
                        .flatMap(taker -> Stream.ofNullable(taker.work().parser()))
                        .toList();
        if (!parsers.stream().allMatch(ItemParser::endsAtBoundaries)) {
            return FlushOn.TOKENS;
        }
        return parsers.isEmpty() && stage.work().retry() != Retry.CONTINUE ? FlushOn.END : FlushOn.ITEMS;
    }
}
