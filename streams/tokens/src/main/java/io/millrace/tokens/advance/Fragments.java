package io.millrace.tokens.advance;

import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.ElementKind;
import io.millrace.events.avro.tokens.ItemState;
import io.millrace.tokens.model.ItemPath;
import io.millrace.tokens.model.Keys;
import io.millrace.tokens.model.Lineage;
import io.millrace.tokens.plan.Operator;
import io.millrace.tokens.plan.Stage;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The elements that are kept of one open call: the fragments of its current run that were handed on, because an answer is
 * their sum, and those that wait for an earlier one or for the START of their run. How many wait is known, so that a call
 * whose elements come in order never looks for others.
 */
final class Fragments {

    /** START is 0 and is not kept. */
    private static final long FIRST = 1;

    private final RequestRun run;
    private final Stage stage;
    private final ItemPath path;
    private final ItemState item;

    Fragments(RequestRun run, Stage stage, ItemPath path, ItemState item) {
        this.run = run;
        this.stage = stage;
        this.path = path;
        this.item = item;
    }

    /** Keeps an element that cannot be handed on yet; once, however often it comes. */
    void await(Element element) {
        var key = key(Objects.requireNonNull(element.getRun(), "a worker names its run"), element.getSeq());
        if (run.state.fragments().get(key) == null) {
            run.state.fragments().put(key, element);
            item.setWaiting(item.getWaiting() + 1);
            run.save(stage, path, item);
        }
    }

    /** Takes the element that is next from those that wait. */
    @Nullable
    Element takeNext() {
        if (item.getWaiting() == 0) {
            return null;
        }
        var key = key(current(), item.getNextSeq());
        var next = run.state.fragments().get(key);
        if (next != null) {
            item.setWaiting(item.getWaiting() - 1);
            run.state.fragments().delete(key);
        }
        return next;
    }

    /** Keeps a fragment that was handed on. */
    void add(Element fragment) {
        run.state.fragments().put(key(current(), fragment.getSeq()), fragment);
    }

    /** The text of a fragment that was handed on; null where it has none. */
    @Nullable
    String text(long seq) {
        var element = run.state.fragments().get(key(current(), seq));
        return element == null || element.getKind() != ElementKind.DATA ? null : element.getText();
    }

    /** Of what was handed on up to a fragment: that of a fold grows. */
    int lineage(long seq) {
        if (stage.op() != Operator.FOLD) {
            return Lineage.of(current());
        }
        var element =
                Objects.requireNonNull(run.state.fragments().get(key(current(), seq)), "a fold keeps what it hands on");
        return element.getAttempt().get(path.depth());
    }

    /** The text handed on so far; null where there is none and the stage does not stream. */
    @Nullable
    String text() {
        var text = new StringBuilder();
        for (var seq = FIRST; seq < item.getNextSeq(); seq++) {
            text.append(Objects.requireNonNullElse(text(seq), ""));
        }
        return stage.streams() || text.length() > 0 ? text.toString() : null;
    }

    /** Hands over each element that is kept of the call, whatever its run. */
    void forEach(Consumer<Element> each) {
        run.state
                .fragments()
                .forEach(Keys.fragments(run.id(), path, stage.name()), (key, element) -> each.accept(element));
    }

    /** Another run goes on with the text so far: what waits of it is numbered after that, in place of what waited before. */
    void adopt(long other) {
        if (item.getWaiting() > 0) {
            forgetWaiting();
            run.state.fragments().forEach(Keys.fragments(run.id(), path, stage.name(), other), (key, element) -> {
                run.state.fragments().delete(key);
                var numbered = Continuations.numbered(item, element);
                run.state.fragments().put(key(current(), numbered.getSeq()), numbered);
            });
        }
    }

    private void forgetWaiting() {
        run.state.fragments().forEach(Keys.fragments(run.id(), path, stage.name(), current()), (key, element) -> {
            if (element.getSeq() >= item.getNextSeq()) {
                item.setWaiting(item.getWaiting() - 1);
                run.state.fragments().delete(key);
            }
        });
    }

    /** Forgets the current run, which another one replaces. */
    void forgetRun() {
        var prefix = Keys.fragments(run.id(), path, stage.name(), current());
        run.state.fragments().forEach(prefix, (key, element) -> {
            if (element.getSeq() >= item.getNextSeq()) {
                item.setWaiting(item.getWaiting() - 1);
            }
            run.state.fragments().delete(key);
        });
    }

    /** Forgets all: the call has ended with the element before {@code item.nextSeq}. */
    void forget() {
        for (var seq = FIRST; seq < item.getNextSeq() - 1; seq++) {
            run.state.fragments().delete(key(current(), seq));
        }
        if (item.getWaiting() > 0) {
            run.state.fragments().deleteAll(Keys.fragments(run.id(), path, stage.name()));
            item.setWaiting(0);
        }
    }

    private long current() {
        return Continuations.origin(item);
    }

    private String key(long of, long seq) {
        return Keys.fragment(run.id(), path, stage.name(), of, seq);
    }
}
