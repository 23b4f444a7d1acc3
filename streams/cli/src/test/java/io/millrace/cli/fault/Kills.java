package io.millrace.cli.fault;

import java.time.Clock;
import java.util.Locale;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * Rounds of requests, each disturbed by one kill. A kill counts only where a request had begun and not ended; else the
 * round is repeated. For one thread.
 */
final class Kills {

    private static final int TRIES = 5;

    /** Later in a round it is likely that all requests end before the kill. */
    private static final double LATEST = 0.8;

    private final Mill mill;
    private final RequestLog log;
    private final Quiet quiet;
    private final Undisturbed undisturbed;
    private int rounds;

    Kills(Mill mill, RequestLog log, Quiet quiet, Undisturbed undisturbed) {
        this.mill = mill;
        this.log = log;
        this.quiet = quiet;
        this.undisturbed = undisturbed;
    }

    static void tell(String format, Object... values) {
        System.out.printf(Locale.ROOT, "[kills] " + format + "%n", values);
    }

    /**
     * Kills and restarts one process in the middle of a round.
     *
     * @throws AssertionError when a request has no result in time, more than one, or another than undisturbed
     */
    void strike(Victim victim, RandomGenerator random) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            int after = random.nextInt(1, (int) (undisturbed.elements() * LATEST));
            if (counts(victim, random.nextInt(Mill.WORKERS), after)) {
                return;
            }
            tell("no request was open: the kill does not count and is repeated");
        }
        throw new AssertionError("in " + TRIES + " rounds no kill hit an open request");
    }

    private boolean counts(Victim victim, int worker, int after) {
        var asked = log.ask("round-" + ++rounds, PacedMill.questions());
        log.awaitElements(after, Undisturbed.RESULTS_WITHIN);
        var open = new TreeSet<>(log.begun());
        var name = victim == Victim.WORKER ? victim + " " + worker : victim.toString();
        var at = Clock.systemUTC().instant();
        long begin = System.nanoTime();
        mill.kill(victim, worker);
        if (victim == Victim.BROKER) {
            mill.restart(victim, worker);
        }
        if (victim == Victim.WORKER) {
            open.retainAll(log.openOn(Mill.replica(worker)));
        }
        open.removeAll(log.results().keySet());
        tell("kill %d: %s at %s after %d elements, open: %s", rounds, name, at, after, open);
        if (victim != Victim.BROKER) {
            mill.restart(victim, worker);
        }
        log.awaitResults(asked.keySet(), Undisturbed.RESULTS_WITHIN);
        tell("kill %d: all results after %.1f s", rounds, seconds(System.nanoTime() - begin));
        mill.awaitStarted();
        quiet.awaitQuiet();
        undisturbed.assertSame(asked, log.results());
        return !open.isEmpty();
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }
}
