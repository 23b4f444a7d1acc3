package io.millrace.queries;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request cannot be answered; the problem says whether to change it, to wait or to give up. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Problem problem;
    private final transient List<Fault> faults;
    private final @Nullable Duration retryAfter;

    /**
     * One of several faults of an input.
     *
     * @param place where it is, such as {@code records[3].value.messages[0].role}
     * @param message what is wrong there
     */
    public record Fault(String place, String message) {}

    /** @param detail one sentence for people about this occurrence */
    public ProblemException(Problem problem, String detail) {
        this(problem, detail, List.of());
    }

    public ProblemException(Problem problem, String detail, List<Fault> faults) {
        this(problem, detail, faults, null);
    }

    /** @param cause what was caught; it is logged, never shown to the caller */
    public ProblemException(Problem problem, String detail, Throwable cause) {
        super(detail, cause);
        this.problem = problem;
        this.faults = List.of();
        this.retryAfter = null;
    }

    private ProblemException(Problem problem, String detail, List<Fault> faults, @Nullable Duration retryAfter) {
        super(detail);
        this.problem = problem;
        this.faults = List.copyOf(faults);
        this.retryAfter = retryAfter;
    }

    /** A problem that is expected to be over after a time that is known. */
    public static ProblemException later(Problem problem, String detail, Duration retryAfter) {
        return new ProblemException(problem, detail, List.of(), retryAfter);
    }

    public Problem problem() {
        return problem;
    }

    /** One sentence for people about this occurrence. */
    public String detail() {
        var detail = getMessage();
        return detail == null ? problem.title() : detail;
    }

    /** Time after which the same request may succeed; empty where it is not known. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** All faults of the input, each with its place; empty where there is but one or none. */
    public List<Fault> faults() {
        return faults;
    }
}
