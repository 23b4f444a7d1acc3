package io.millrace.engines.worker;

import io.millrace.core.metrics.MeterDescription;
import io.millrace.core.metrics.MeterDescription.Kind;
import java.util.List;

/** Meters of the workers, each tagged with the pool and the worker's name on the log. */
public final class WorkerMeters {

    static final String POOL = "pool";
    static final String REPLICA = "replica";
    static final String OUTCOME = "outcome";
    static final String TOKENS_KIND = "kind";
    static final String PREFIX_KIND = "kind";

    private static final List<String> WORKER = List.of(POOL, REPLICA);

    public static final MeterDescription FIRST_TEXT = new MeterDescription(
            "millrace.worker.first.text", Kind.TIMER, WORKER, "Time from the start of a call to its first text.");

    public static final MeterDescription QUEUE_WAIT = new MeterDescription(
            "millrace.worker.queue.wait",
            Kind.HISTOGRAM,
            WORKER,
            "Time from the issue of a call to its start, by the clocks of topology and worker.");

    public static final MeterDescription CALL_DURATION = new MeterDescription(
            "millrace.worker.call.duration",
            Kind.HISTOGRAM,
            List.of(POOL, REPLICA, OUTCOME),
            "Time from the start of a call to its end, by END or the code of the failure.");

    public static final MeterDescription CALLS = new MeterDescription(
            "millrace.worker.calls",
            Kind.COUNTER,
            List.of(POOL, REPLICA, OUTCOME),
            "Calls that ended, by END or the code of the failure.");

    public static final MeterDescription TOKENS = new MeterDescription(
            "millrace.worker.tokens",
            Kind.COUNTER,
            List.of(POOL, REPLICA, TOKENS_KIND),
            "Tokens of calls that ended, by kind: prompt, cached (a part of the prompt), completion.");

    public static final MeterDescription PREFIX_BLOCKS = new MeterDescription(
            "millrace.worker.prefix.blocks",
            Kind.COUNTER,
            List.of(POOL, REPLICA, PREFIX_KIND),
            "Blocks of 16 tokens of the prompts of calls that began, by kind: matched (read here before and still held), missed.");

    public static final MeterDescription DEAD_LETTERS =
            new MeterDescription("millrace.worker.dead.letters", Kind.COUNTER, WORKER, "Work that could not be read.");

    public static final MeterDescription RESTARTS = new MeterDescription(
            "millrace.worker.restarts", Kind.COUNTER, WORKER, "Times the worker began anew after an outage.");

    public static final MeterDescription RUNNING =
            new MeterDescription("millrace.worker.running", Kind.GAUGE, WORKER, "Calls in progress.");

    public static final MeterDescription WAITING =
            new MeterDescription("millrace.worker.waiting", Kind.GAUGE, WORKER, "Calls accepted and not begun.");

    private WorkerMeters() {}
}
