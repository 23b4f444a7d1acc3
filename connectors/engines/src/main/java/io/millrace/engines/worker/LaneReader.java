package io.millrace.engines.worker;

import io.millrace.events.avro.tokens.Work;
import io.millrace.events.topic.Trace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * In which order the records of a lane are taken. When as many calls wait as may, reading goes on all the same, since a
 * CANCEL may come behind them: calls are passed over, to be read again from the first of them when there is room, and
 * cancellations are heard, each once. Neither the calls that wait nor what is remembered grows with what is on the lane.
 * Lives as long as the lane is owned; used by the polling thread only. Knows no consumer: it says where to read on.
 */
final class LaneReader {

    /**
     * Most cancellations remembered for calls that were passed over. Those of older ones are forgotten: such a call is
     * begun, and its START answered with another CANCEL.
     */
    static final int MOST_REMEMBERED = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(LaneReader.class);
    private static final long NONE = -1;

    private final int number;
    private final int mostWaiting;
    private final Lanes lanes;
    private final BiConsumer<List<Long>, String> abort;
    private final Consumer<Work> endScope;
    private final Map<CallKey, Long> cancelled = new LinkedHashMap<>();
    private long firstPassedOver = NONE;
    private long heard;

    /**
     * @param mostWaiting calls waiting on the lane above which they are passed over, until half of them are left
     * @param abort told of the runs that a CANCEL means, and why
     * @param endScope told of each end of a scope
     */
    LaneReader(
            int number, int mostWaiting, Lanes lanes, BiConsumer<List<Long>, String> abort, Consumer<Work> endScope) {
        this.number = number;
        this.mostWaiting = mostWaiting;
        this.lanes = lanes;
        this.abort = abort;
        this.endScope = endScope;
    }

    /** Takes a record and returns the offset to read on from. */
    long take(long offset, Work work, Trace trace) {
        switch (work.getKind()) {
            case CALL -> call(offset, work, trace);
            case CANCEL -> cancel(offset, work);
            case SCOPE_END -> endScope(offset, work);
            default -> {
                LOG.warn("work of an unknown kind is passed over partition={} offset={}", number, offset);
                done(offset);
            }
        }
        return after(offset);
    }

    /**
     * Takes a record that can never be read and returns the offset to read on from.
     *
     * @param set sets it aside and runs what it is given when that is done; not called for one that is read again
     */
    long setAside(long offset, Consumer<Runnable> set) {
        if (!passesOver()) {
            set.accept(lanes.hold(number, offset));
        }
        return after(offset);
    }

    /** Where to read on when calls were passed over for which there is room now. */
    OptionalLong takeUp() {
        if (!passesOver() || lanes.waiting(number) > mostWaiting / 2) {
            return OptionalLong.empty();
        }
        long from = firstPassedOver;
        firstPassedOver = NONE;
        return OptionalLong.of(from);
    }

    /** Records from the first call that was passed over to the one that is read next. */
    long passedOver() {
        return passesOver() ? heard - firstPassedOver : 0;
    }

    private void call(long offset, Work work, Trace trace) {
        if (!passesOver() && isCancelled(CallKey.of(work), offset)) {
            done(offset);
        } else if (!passesOver() && lanes.waiting(number) < mostWaiting) {
            lanes.offer(number, offset, work, trace);
        } else if (!passesOver()) {
            firstPassedOver = offset;
        }
    }

    private void cancel(long offset, Work work) {
        if (offset >= heard) {
            abort.accept(lanes.cancel(work), work.getReason() == null ? "cancelled" : work.getReason());
            if (passesOver()) {
                remember(offset, work);
            }
        }
        done(offset);
    }

    private void endScope(long offset, Work end) {
        if (offset >= heard) {
            endScope.accept(end);
        }
        done(offset);
    }

    private void done(long offset) {
        if (!passesOver()) {
            lanes.hold(number, offset).run();
        }
    }

    private long after(long offset) {
        heard = Math.max(heard, offset + 1);
        if (passesOver()) {
            return heard;
        }
        if (offset + 1 == heard) {
            cancelled.clear();
        }
        return offset + 1;
    }

    private boolean passesOver() {
        return firstPassedOver != NONE;
    }

    /** One that names a run means a call that was begun already, so none that was passed over. */
    private void remember(long offset, Work work) {
        if (work.getRun() != null) {
            return;
        }
        var key = work.getStage().isEmpty() ? CallKey.ofAll(work.getRequestId()) : CallKey.of(work);
        cancelled.remove(key);
        cancelled.put(key, offset);
        if (cancelled.size() > MOST_REMEMBERED) {
            cancelled.remove(cancelled.keySet().iterator().next());
        }
    }

    private boolean isCancelled(CallKey key, long offset) {
        return cancelled.getOrDefault(key, NONE) > offset
                || cancelled.getOrDefault(CallKey.ofAll(key.requestId()), NONE) > offset;
    }
}
