package io.millrace.cli.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * Requests that come steadily, whatever becomes of those before, while in each minute a worker is killed and the application
 * gains or loses an instance. For one thread.
 */
final class DisturbedRun {

    private static final Duration ASK_EVERY = Duration.ofMillis(1_000);
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final int TRIES = 5;

    /** Something to do so many nanoseconds after the begin. */
    private record Event(long at, Runnable action) {}

    private final Mill mill;
    private final RequestLog log;
    private final RandomGenerator random;
    private final Map<String, String> asked = new LinkedHashMap<>();

    DisturbedRun(Mill mill, RequestLog log, RandomGenerator random) {
        this.mill = mill;
        this.log = log;
        this.random = random;
    }

    /**
     * Returns the questions by request when each request has its result.
     *
     * @throws AssertionError when a kill hits no open call however often it is tried, or a result is missing
     */
    Map<String, String> run(int minutes) {
        log.ask("run", List.of());
        long begin = System.nanoTime();
        for (var event : events(minutes)) {
            log.readUntil(begin + event.at());
            event.action().run();
        }
        log.readUntil(begin + minutes * MINUTE);
        log.awaitResults(asked.keySet(), Undisturbed.RESULTS_WITHIN);
        return asked;
    }

    private List<Event> events(int minutes) {
        var events = new ArrayList<Event>();
        for (long at = 0; at < minutes * MINUTE; at += ASK_EVERY.toNanos()) {
            events.add(new Event(at, this::ask));
        }
        for (int minute = 0; minute < minutes; minute++) {
            long begin = minute * MINUTE;
            events.add(new Event(begin + random.nextLong(5 * SECOND, 25 * SECOND), this::kill));
            events.add(new Event(begin + random.nextLong(30 * SECOND, 55 * SECOND), this::rebalance));
        }
        events.sort(Comparator.comparingLong(Event::at));
        return events;
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

    private void kill() {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            int worker = random.nextInt(Mill.WORKERS);
            mill.kill(Victim.WORKER, worker);
            var open = new TreeSet<>(log.openOn(Mill.replica(worker)));
            open.removeAll(log.results().keySet());
            mill.restart(Victim.WORKER, worker);
            Kills.tell("worker %d killed after %d requests, open: %s", worker, asked.size(), open);
            if (!open.isEmpty()) {
                return;
            }
            mill.awaitStarted();
        }
        throw new AssertionError("none of " + TRIES + " kills hit an open call");
    }
}
