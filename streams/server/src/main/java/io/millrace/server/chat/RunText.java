package io.millrace.server.chat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The text of one stage at one path as a client has seen it, over all runs of its call. Fragments of a run are numbered
 * from 1 and taken in that order whatever the order they come in. Not for several threads.
 */
final class RunText {

    private final StringBuilder seen = new StringBuilder();
    private final Set<Long> superseded = new HashSet<>();
    private final Map<Long, String> early = new HashMap<>();
    private boolean begun;
    private long run;
    private long nextSeq = 1;

    /** Where each fragment of the current run ends in what was seen. */
    private final List<Integer> ends = new ArrayList<>();

    private int length;
    private boolean diverged;

    /** Takes a fragment and returns the text that the client has not seen yet. */
    String take(long fromRun, long seq, String fragment) {
        if (diverged || seq < 1 || superseded.contains(fromRun)) {
            return "";
        }
        if (!begun || fromRun != run) {
            supersede(fromRun);
        }
        if (seq < nextSeq) {
            diverged = !isRepeated(seq, fragment);
            return "";
        }
        early.putIfAbsent(seq, fragment);
        int before = seen.length();
        for (var next = early.remove(nextSeq); next != null; next = early.remove(nextSeq)) {
            nextSeq++;
            append(next);
            ends.add(length);
        }
        return seen.substring(before);
    }

    /** Notes that {@code newRun} has superseded the current run, even if it never says anything. */
    void reset(long newRun) {
        if (!superseded.contains(newRun) && !(begun && newRun == run)) {
            supersede(newRun);
        }
    }

    /** What the client has seen. */
    CharSequence seen() {
        return seen;
    }

    /** Whether the current run said something else than what the client has seen. */
    boolean isDiverged() {
        return diverged;
    }

    /** Whether the current run has said all that the client has seen, with no fragment missing before another. */
    boolean isWhole() {
        return !diverged && length == seen.length() && early.isEmpty();
    }

    private void supersede(long newRun) {
        if (begun) {
            superseded.add(run);
        }
        begun = true;
        run = newRun;
        nextSeq = 1;
        length = 0;
        ends.clear();
        early.clear();
    }

    /**
     * A transaction that aborts derives anew what it had told. Of a fold, whose parts may come from calls that were begun
     * again meanwhile, that may be another text under the same number.
     */
    private boolean isRepeated(long seq, String fragment) {
        int number = Math.toIntExact(seq) - 1;
        int from = number == 0 ? 0 : ends.get(number - 1);
        return seen.substring(from, ends.get(number)).equals(fragment);
    }

    /** The fragment lies partly or wholly within what was seen, or adds to it. */
    private void append(String fragment) {
        int known = Math.min(fragment.length(), seen.length() - length);
        if (!fragment.startsWith(seen.substring(length, length + known))) {
            diverged = true;
            return;
        }
        seen.append(fragment, known, fragment.length());
        length += fragment.length();
    }
}
