package io.millrace.server.pipeline;

import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import io.millrace.queries.ProblemException.Fault;
import io.millrace.tokens.plan.InvalidPlanException;
import io.millrace.tokens.plan.PlanParser;
import java.util.Set;

/**
 * Checks pipelines as the topology reads them.
 *
 * @param engines pools of engines that pipelines may name
 * @param services pools of services that pipelines may name
 */
public record ParsedPlanCheck(Set<String> engines, Set<String> services) implements PlanCheck {

    @Override
    public CheckedPlan check(String definition) {
        try {
            var plan = PlanParser.parse(definition, engines, services);
            return new CheckedPlan(plan.name(), plan.canonicalJson(), plan.digest());
        } catch (InvalidPlanException e) {
            var faults = e.errors().stream()
                    .map(error -> new Fault(error.place(), error.message()))
                    .toList();
            var count = faults.size() == 1 ? "a fault" : faults.size() + " faults";
            throw new ProblemException(Problem.INVALID_PLAN, "the pipeline has " + count, faults);
        }
    }
}
