package io.millrace.tokens.schedule;

import java.util.List;

/** One lane after the other. */
public final class RoundRobin implements Scheduler {

    private int next;

    @Override
    public int pick(int cost, List<Lane> lanes) {
        next = (next + 1) % lanes.size();
        return lanes.get(next).number();
    }
}
