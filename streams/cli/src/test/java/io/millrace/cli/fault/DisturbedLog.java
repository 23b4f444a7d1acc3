package io.millrace.cli.fault;

import static java.util.Comparator.comparingLong;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.millrace.events.avro.tokens.CallUsage;
import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.events.avro.tokens.Level;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What workers have written, read anew without anything of the topology.
 *
 * @param elements in the order of each request's partition
 */
record DisturbedLog(List<Element> elements) {

    private static final String ANSWER = "answer";

    /** What the topology says once: the identity of a closed scope or of an item. */
    private record Said(String requestId, String stage, List<Level> path, List<Integer> attempt, ElementKind kind) {}

    DisturbedLog {
        elements = List.copyOf(elements);
    }

    /** Share of the elements that are on the log already. */
    double twice() {
        var seen = new HashMap<Long, Set<Long>>();
        return share(element -> !numbers(seen, element).add(element.getSeq()));
    }

    /** Share of the elements that later ones of their run have overtaken. */
    double overtaken() {
        var seen = new HashMap<Long, Set<Long>>();
        var last = new HashMap<Long, Long>();
        return share(element -> numbers(seen, element).add(element.getSeq())
                && element.getSeq() < last.merge(element.getRun(), element.getSeq(), Math::max));
    }

    /** Runs whose call another run has begun anew. */
    long superseded() {
        var calls = elements.stream()
                .filter(element -> element.getKind() == ElementKind.START)
                .collect(groupingBy(
                        element -> List.of(
                                element.getRequestId(), element.getStage(), element.getPath(), element.getAttempt()),
                        Collectors.mapping(Element::getRun, Collectors.toSet())));
        return calls.values().stream().mapToLong(runs -> runs.size() - 1L).sum();
    }

    /**
     * The answer to each request: that of the run that started last of those that ended, its fragments in the order of their
     * numbers. Work that is delivered again once its call has ended leads to a run that ends with its request, unheard.
     */
    Map<String, String> answers() {
        var runs = new HashMap<String, LinkedHashSet<Long>>();
        var ended = new HashSet<Long>();
        var fragments = new HashMap<Long, TreeMap<Long, String>>();
        elements.stream().filter(element -> element.getStage().equals(ANSWER)).forEach(element -> {
            switch (element.getKind()) {
                case START ->
                    runs.computeIfAbsent(element.getRequestId(), none -> new LinkedHashSet<>())
                            .add(element.getRun());
                case DATA ->
                    fragments
                            .computeIfAbsent(element.getRun(), none -> new TreeMap<>())
                            .put(element.getSeq(), element.getText());
                case END -> ended.add(element.getRun());
                default -> {}
            }
        });
        var answers = new HashMap<String, String>();
        runs.forEach((request, started) -> {
            started.retainAll(ended);
            started.forEach(run -> answers.put(
                    request,
                    String.join("", fragments.getOrDefault(run, new TreeMap<>()).values())));
        });
        return answers;
    }

    /** Tokens that each run that used any has reported: its running totals up to the last number. */
    Map<Long, Tokens> used() {
        var used = new HashMap<Long, Tokens>();
        elements.stream()
                .filter(element -> element.getUsage() != null)
                .sorted(comparingLong(Element::getSeq))
                .forEach(element -> used.put(element.getRun(), Tokens.of(element.getUsage())));
        used.values().removeIf(Tokens.NONE::equals);
        return used;
    }

    /** Tokens that each run that used any has been billed. */
    static Map<Long, Tokens> billed(List<CallUsage> bills) {
        var billed = new HashMap<Long, Tokens>();
        bills.forEach(bill -> billed.merge(bill.getRun(), Tokens.of(bill.getUsage()), Tokens::plus));
        billed.values().removeIf(Tokens.NONE::equals);
        return billed;
    }

    /** What the topology has derived more than once. */
    static Set<String> repeated(List<Element> derived) {
        return derived.stream()
                .filter(element -> element.getKind() == ElementKind.SPLIT_END || element.getComplete())
                .collect(groupingBy(
                        element -> new Said(
                                element.getRequestId(),
                                element.getStage(),
                                element.getPath(),
                                element.getAttempt(),
                                element.getKind()),
                        counting()))
                .entrySet()
                .stream()
                .filter(said -> said.getValue() > 1)
                .map(said -> said.toString())
                .collect(Collectors.toSet());
    }

    private double share(Predicate<Element> which) {
        return elements.stream().filter(which).count() / (double) elements.size();
    }

    private static Set<Long> numbers(Map<Long, Set<Long>> seen, Element element) {
        return seen.computeIfAbsent(element.getRun(), none -> new HashSet<>());
    }
}
