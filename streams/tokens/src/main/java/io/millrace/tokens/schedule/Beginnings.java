package io.millrace.tokens.schedule;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What the last prompts began with, to tell apart by as little as tells them apart: where all begin with the same
 * instructions, these say nothing of who asks. Used by one thread. Bound: {@link #REMEMBERED} prompts of at most 16 beginnings.
 */
final class Beginnings {

    /** Beginnings are compared at each so many blocks; 256 tokens. */
    static final int STEP = 16;

    static final int REMEMBERED = 1_000;

    /** Shares are of no fewer prompts than so many, so that the first that are alike do not yet count as all. */
    static final int LEAST = 100;

    private final Deque<List<Long>> last = new ArrayDeque<>();
    private final Map<Long, Integer> counts = new HashMap<>();

    /**
     * The shortest beginning that no more than a share of the last prompts have, in steps; the whole prompt where each is more
     * common. The prompt is one of the last from now on.
     *
     * @param prefix not empty
     * @param mostShare above 0, at most 1
     * @return its hash
     */
    long key(PromptPrefix prefix, double mostShare) {
        var most = mostShare * Math.max(LEAST, last.size());
        var beginnings = beginnings(prefix);
        var key = beginnings.stream()
                .filter(beginning -> counts.getOrDefault(beginning, 0) <= most)
                .findFirst()
                .orElseGet(() -> prefix.blocks().get(prefix.size() - 1));
        remember(beginnings);
        return key;
    }

    private void remember(List<Long> beginnings) {
        last.add(beginnings);
        beginnings.forEach(beginning -> counts.merge(beginning, 1, Integer::sum));
        if (last.size() > REMEMBERED) {
            last.remove().forEach(beginning -> counts.computeIfPresent(beginning, (any, n) -> n == 1 ? null : n - 1));
        }
    }

    private static List<Long> beginnings(PromptPrefix prefix) {
        return IntStream.rangeClosed(1, prefix.size() / STEP)
                .mapToObj(step -> prefix.blocks().get(step * STEP - 1))
                .toList();
    }
}
