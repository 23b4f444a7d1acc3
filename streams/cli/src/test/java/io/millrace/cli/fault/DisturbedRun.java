package io.millrace.cli.fault;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Requests that come steadily, whatever becomes of those before, while in each minute a worker is killed and the application
 * gains or loses an instance. For one thread.
 */
final class DisturbedRun {

    private static final Duration ASK_EVERY = Duration.ofMillis(1_000);
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final long KILL_AGAIN = Duration.ofMillis(200).toNanos();

    /** Something to do so many nanoseconds after the begin. */
    private record Event(long at, Runnable action) {}

    private final Mill mill;
    private final RequestLog log;
    private final RandomGenerator random;
    private final Map<String, String> asked = new LinkedHashMap<>();
    private final PriorityQueue<Event> events = new PriorityQueue<>(Comparator.comparingLong(Event::at));
    private long begin;

    DisturbedRun(Mill mill, RequestLog log, RandomGenerator random) {
        this.mill = mill;
        this.log = log;
        this.random = random;
    }

    /**
     * Returns the questions by request when each request has its result.
     *
     * @throws AssertionError when a kill has hit no open call by the end, or a result is missing
     */
    Map<String, String> run(int minutes) {
        log.ask("run", List.of());
        plan(minutes);
        begin = System.nanoTime();
        while (!events.isEmpty()) {
            var event = events.poll();
            log.readUntil(begin + event.at());
            event.action().run();
        }
        log.readUntil(begin + minutes * MINUTE);
        log.awaitResults(asked.keySet(), Undisturbed.RESULTS_WITHIN);
        return asked;
    }

    private void plan(int minutes) {
        for (long at = 0; at < minutes * MINUTE; at += ASK_EVERY.toNanos()) {
            events.add(new Event(at, this::ask));
        }
        for (int minute = 0; minute < minutes; minute++) {
            long from = minute * MINUTE;
            long until = from + MINUTE;
            events.add(new Event(from + random.nextLong(5 * SECOND, 25 * SECOND), () -> kill(until)));
            events.add(new Event(from + random.nextLong(30 * SECOND, 55 * SECOND), this::rebalance));
        }
    }

    private void ask() {
        var questions = PacedMill.questions();
        var id = "run-" + asked.size();
        var question = questions.get(asked.size() % questions.size());
        asked.put(id, question);
        log.ask(id, question);
    }

    private void rebalance() {
        Kills.tell("%s after %d requests", mill.rebalance(), asked.size());
    }

    /** Requests go on coming until a kill has hit an open call: where none is open, or it ended just before, it comes later. */
    private void kill(long until) {
        var busy = IntStream.range(0, Mill.WORKERS)
                .filter(worker -> !openOn(worker).isEmpty())
                .toArray();
        if (busy.length == 0 || !hits(busy[random.nextInt(busy.length)])) {
            long again = System.nanoTime() - begin + KILL_AGAIN;
            if (again > until) {
                throw new AssertionError("no kill has hit an open call after " + asked.size() + " requests");
            }
            events.add(new Event(again, () -> kill(until)));
        }
    }

    private boolean hits(int worker) {
        mill.kill(Victim.WORKER, worker);
        var open = openOn(worker);
        mill.restart(Victim.WORKER, worker);
        Kills.tell("worker %d killed after %d requests, open: %s", worker, asked.size(), open);
        return !open.isEmpty();
    }

    private Set<String> openOn(int worker) {
        var open = new TreeSet<>(log.openOn(Mill.replica(worker)));
        open.removeAll(log.results().keySet());
        return open;
    }
}
