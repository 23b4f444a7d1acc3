package io.millrace.tokens.advance;

import io.millrace.core.documents.Payload;
import io.millrace.events.avro.tokens.ItemState;
import io.millrace.events.avro.tokens.ItemStatus;
import io.millrace.tokens.model.ItemPath;
import io.millrace.tokens.model.Outcome;
import io.millrace.tokens.parse.ItemParser;
import io.millrace.tokens.parse.ItemParser.ParserException;
import io.millrace.tokens.plan.Plan;
import io.millrace.tokens.plan.Stage;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Opens levels: emits each child as soon as the parser closes it, then how many there are. */
final class Splits {

    /**
     * Characters that a rest may grow before it is written. A fragment that closes no item is not: it is kept itself and cut
     * again where the split is read anew (decision 15).
     */
    private static final int UNWRITTEN = 4_096;

    private final Flow flow;
    private final Scopes scopes;
    private final int maxChildren;

    Splits(Flow flow, Scopes scopes, int maxChildren) {
        this.flow = flow;
        this.scopes = scopes;
        this.maxChildren = maxChildren;
    }

    /** Cuts what has come of the input of {@code split} at {@code path}, up to this fragment, and was not cut yet. */
    void feed(RequestRun run, Stage split, ItemPath path, Fragments input, long upTo) {
        var state = run.itemOrNew(split, path);
        while (state.getStatus() == ItemStatus.OPEN && state.getOffset() < upTo) {
            var first = state.getOffset() == 0;
            state.setOffset(state.getOffset() + 1);
            var text = input.text(state.getOffset());
            state.setLineage(input.lineage(state.getOffset()));
            if (text != null || first) {
                feed(run, split, path, state, Objects.requireNonNullElse(text, ""), first);
            }
        }
    }

    private void feed(RequestRun run, Stage split, ItemPath path, ItemState state, String text, boolean first) {
        var before = length(state.getRest());
        boolean closed;
        try {
            closed = cut(run, split, path, state, text, false);
        } catch (ParserException e) {
            fail(run, split, path, broken(e, state.getLineage()));
            return;
        }
        if (Payload.isTooLarge(state.getRest(), null)) {
            var most = "no end of an item within " + Payload.MOST_BYTES + " bytes";
            fail(run, split, path, Outcome.failed("OUTPUT_TOO_LARGE", most, state.getLineage()));
        } else if (first || closed || length(state.getRest()) / UNWRITTEN != before / UNWRITTEN) {
            run.save(split, path, state);
        }
    }

    /** The end of the input: what is left of it, then the cardinality. */
    void end(RequestRun run, Stage split, ItemPath path, Outcome input) {
        var state = run.itemOrNew(split, path);
        if (state.getStatus() != ItemStatus.OPEN) {
            return;
        }
        if (input.isDone() && input.document() != null && !streamed(run, split)) {
            fail(run, split, path, Documents.opaque(input.document(), input.lineage()));
            return;
        }
        state.setLineage(input.lineage());
        if (input.isDone()) {
            try {
                cut(run, split, path, state, streamed(run, split) ? "" : input.content(), true);
            } catch (ParserException e) {
                fail(run, split, path, broken(e, input.lineage()));
                return;
            }
        }
        state.setStatus(input.status());
        state.setRest(null);
        state.setErrorCode(input.code());
        state.setErrorMessage(input.message());
        state.setEndedAt(run.now);
        run.save(split, path, state);
        flow.announcer().splitEnd(run, split, path, state);
        run.later(() -> flow.calls().affinity().opened(run, split, path, state.getChildren()));
        for (var collect : run.plan.collectors(split.id())) {
            run.later(() -> scopes.opened(run, collect, path, state.getChildren(), input));
        }
    }

    private void fail(RequestRun run, Stage split, ItemPath path, Outcome failure) {
        var state = run.itemOrNew(split, path);
        run.missing(split, path, state, failure);
        run.save(split, path, state);
        end(run, split, path, failure);
    }

    /** Returns whether anything but the rest has changed. */
    private boolean cut(RequestRun run, Stage split, ItemPath path, ItemState state, String more, boolean last) {
        var step = parser(split).step(Objects.requireNonNullElse(state.getRest(), ""), more, last);
        state.setRest(step.rest());
        if (step.items().isEmpty() && step.flaw() == null) {
            return false;
        }
        if (step.flaw() != null) {
            run.missing(split, path, state, Outcome.failed("INVALID_OUTPUT", step.flaw(), state.getLineage()));
        }
        // Kept before the children go on: their attempt is read from it.
        run.save(split, path, state);
        emit(run, split, path, state, step.items());
        return true;
    }

    private void emit(RequestRun run, Stage split, ItemPath path, ItemState state, List<ItemParser.Item> items) {
        for (var item : items) {
            if (state.getChildren() == maxChildren) {
                run.missing(split, path, state, tooMany(state.getLineage()));
                return;
            }
            var child = path.child(split.id(), state.getChildren());
            state.setChildren(state.getChildren() + 1);
            flow.finish(run, split, child, value(item, state.getLineage()));
        }
    }

    private static Outcome broken(ParserException why, int lineage) {
        return Outcome.failed("PARSER", String.valueOf(why.getMessage()), lineage);
    }

    private Outcome tooMany(int lineage) {
        return Outcome.failed("TOO_MANY_CHILDREN", "the split stops at " + maxChildren + " children", lineage);
    }

    private static Outcome value(ItemParser.Item item, int lineage) {
        return item.json() ? Outcome.done(null, item.content(), lineage) : Outcome.done(item.content(), null, lineage);
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    private static boolean streamed(RequestRun run, Stage split) {
        return split.input() != Plan.QUESTION && run.plan.stage(split.input()).streams();
    }

    private static ItemParser parser(Stage split) {
        @Nullable ItemParser parser = split.work().parser();
        return Objects.requireNonNull(parser, "a split has a parser");
    }
}
