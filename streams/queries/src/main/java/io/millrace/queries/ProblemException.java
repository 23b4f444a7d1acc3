package io.millrace.queries;

import java.util.List;

/** A request cannot be answered; the problem says whether to change it, to wait or to give up. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Problem problem;
    private final transient List<Fault> faults;

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
        super(detail);
        this.problem = problem;
        this.faults = List.copyOf(faults);
    }

    /** @param cause what was caught; it is logged, never shown to the caller */
    public ProblemException(Problem problem, String detail, Throwable cause) {
        super(detail, cause);
        this.problem = problem;
        this.faults = List.of();
    }

    public Problem problem() {
        return problem;
    }

    /** One sentence for people about this occurrence. */
    public String detail() {
        var detail = getMessage();
        return detail == null ? problem.title() : detail;
    }

    /** All faults of the input, each with its place; empty where there is but one or none. */
    public List<Fault> faults() {
        return faults;
    }
}
