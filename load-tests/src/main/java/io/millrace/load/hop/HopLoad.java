package io.millrace.load.hop;

import io.millrace.load.cluster.ThreadTime;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Says lines and sends plain records, in turn, each when it is due whatever has become of those before. One thread. */
final class HopLoad {

    /** A line, and the START, DATA and END of the call it leads to. */
    static final int ELEMENTS_A_HOP = 4;

    /** Lines of one request. */
    private static final int LINES = 20;

    /** Calls that stream at the same time. */
    private static final int STREAMS = 32;

    /** How Kafka Streams names them. */
    private static final String STREAM_THREADS = "-StreamThread-";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final String run;
    private final HopRequests requests;
    private final LineEngine engine;
    private final PlainRoundTrip plain;
    private final Random random;
    private Duration topology = Duration.ZERO;
    private int skipped;

    HopLoad(String run, long seed, HopRequests requests, LineEngine engine, PlainRoundTrip plain) {
        this.run = run;
        this.random = new Random(seed);
        this.requests = requests;
        this.engine = engine;
        this.plain = plain;
    }

    /** Number of lines in a time. */
    static int lines(int rate, Duration time) {
        return Math.toIntExact(rate * time.toSeconds() / ELEMENTS_A_HOP);
    }

    /** Opens the streams. */
    void open() {
        for (int i = 0; i < STREAMS; i++) {
            requests.ask();
        }
        await(() -> engine.open().size() == STREAMS, "the streams to open");
    }

    /** Says {@code count} lines at {@code rate} elements a second and as many plain records; ends all streams. */
    void run(int count, int rate, Marks hops, Marks plains) {
        long interval = TimeUnit.SECONDS.toNanos(ELEMENTS_A_HOP) / rate;
        long start = System.nanoTime();
        var before = Duration.ZERO;
        for (int number = 0; number < count; number++) {
            if (number == hops.warmUp()) {
                before = ThreadTime.of(STREAM_THREADS);
            }
            long due = start + number * interval;
            sleepUntil(due);
            say(number, due, hops);
            long plainDue = due + interval / 2;
            sleepUntil(plainDue);
            plains.due(number, plainDue);
            plain.send(number, HopPlan.line(run, number, words()));
        }
        topology = ThreadTime.of(STREAM_THREADS).minus(before).dividedBy(Math.max(1, count - hops.warmUp() - skipped));
        engine.open().forEach(LineEngine.OpenCall::end);
    }

    /** Processor time of the topology for each line after the warm-up. */
    Duration topology() {
        return topology;
    }

    /** Waits for what is under way; returns how much did not come. */
    int drain(Marks hops, Marks plains) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (hops.outstanding() + plains.outstanding() > 0 && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return hops.outstanding() + plains.outstanding();
    }

    /** Lines after the warm-up that were due while no stream was open to say them. */
    int skipped() {
        return skipped;
    }

    private void say(int number, long due, Marks hops) {
        var call = engine.open().poll();
        if (call == null) {
            skipped += number >= hops.warmUp() ? 1 : 0;
            return;
        }
        hops.due(number, due);
        call.say(HopPlan.line(run, number, words()));
        if (call.said() < LINES) {
            engine.open().add(call);
        } else {
            call.end();
            requests.ask();
        }
    }

    /** About the length of a sentence. */
    private String words() {
        var text = new StringBuilder();
        int count = 6 + random.nextInt(13);
        for (int i = 0; i < count; i++) {
            text.append("abcdefghij", 0, 2 + random.nextInt(9)).append(' ');
        }
        return text.toString().strip();
    }

    private static void sleepUntil(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    static void await(BooleanSupplier condition, String what) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("waited in vain for " + what);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
