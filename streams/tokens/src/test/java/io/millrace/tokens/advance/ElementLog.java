package io.millrace.tokens.advance;

import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ElementKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The topic of elements, where some overtake others and some are written twice, and how far it was read. */
final class ElementLog {

    private static final int FURTHEST = 20;

    private final Random random;
    private final Chaos chaos;
    private final List<Element> elements = new ArrayList<>();
    private int next;
    private int committed;

    /** What was read once, be it by a transaction that aborted, keeps its place. */
    private int readUpTo;

    ElementLog(Random random, Chaos chaos) {
        this.random = random;
        this.chaos = chaos;
    }

    void append(Element element) {
        var at = elements.size();
        if (random.nextDouble() < chaos.reordered()) {
            at = Math.max(readUpTo, at - random.nextInt(FURTHEST));
            while (at < elements.size() && overtakesAStart(element, at)) {
                at++;
            }
        }
        elements.add(at, element);
        if (random.nextDouble() < chaos.repeated()) {
            var last = last();
            elements.add(last.get(random.nextInt(last.size())));
        }
    }

    /** Runs of a call begin one after the other: the log has their STARTs in that order. */
    private boolean overtakesAStart(Element element, int at) {
        return element.getKind() == ElementKind.START
                && elements.subList(at, elements.size()).stream()
                        .anyMatch(later -> later.getKind() == ElementKind.START
                                && later.getStage().equals(element.getStage())
                                && later.getPath().equals(element.getPath()));
    }

    boolean hasNext() {
        return next < elements.size();
    }

    Element next() {
        var element = elements.get(next++);
        readUpTo = Math.max(readUpTo, next);
        return element;
    }

    List<Element> last() {
        return elements.subList(Math.max(0, elements.size() - FURTHEST), elements.size());
    }

    void commit() {
        committed = next;
    }

    /** What was read since the last commit is read anew. */
    void abort() {
        next = committed;
    }

    boolean isCommitted() {
        return committed == elements.size();
    }
}
