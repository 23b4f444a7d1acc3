package io.millrace.tokens.plan;

import java.util.List;
import java.util.stream.Collectors;

/** A plan that cannot run. Holds all its errors at once: mend each at its place and publish it again. */
public final class InvalidPlanException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient List<PlanError> errors;

    public InvalidPlanException(List<PlanError> errors) {
        super(errors.stream().map(PlanError::toString).collect(Collectors.joining("; ")));
        this.errors = List.copyOf(errors);
    }

    public List<PlanError> errors() {
        return errors;
    }
}
