package io.millrace.load.headline;

import java.util.PriorityQueue;

/** A clock that jumps from one event to the next. Events of the same time happen in the order in which they were planned. */
public final class VirtualTime {

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private double now;
    private long planned;

    /** Seconds since the start. */
    public double now() {
        return now;
    }

    /** Plans an event for {@code seconds} from now. */
    public void after(double seconds, Runnable action) {
        planned++;
        events.add(new Event(now + seconds, planned, action));
    }

    /** Lets all events before {@code end} happen, seconds. */
    public void runUntil(double end) {
        while (!events.isEmpty() && events.element().time < end) {
            var event = events.remove();
            now = event.time;
            event.action.run();
        }
    }

    private record Event(double time, long number, Runnable action) implements Comparable<Event> {

        @Override
        public int compareTo(Event other) {
            int byTime = Double.compare(time, other.time);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }
}
