package io.millrace.server.pipeline;

import io.millrace.queries.ProblemException;

/** Checks definitions of pipelines; made by whoever knows which engines and services there are. */
@FunctionalInterface
public interface PlanCheck {

    /**
     * A definition found valid.
     *
     * @param name of the pipeline
     * @param canonicalJson the definition in its one canonical form
     * @param digest lower-case hexadecimal SHA-256 of that form
     */
    record CheckedPlan(String name, String canonicalJson, String digest) {}

    /**
     * Checks a definition in YAML or JSON.
     *
     * @throws ProblemException INVALID_PLAN with all faults, each with its place
     */
    CheckedPlan check(String definition);
}
