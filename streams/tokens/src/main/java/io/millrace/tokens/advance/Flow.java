package io.millrace.tokens.advance;

import io.millrace.events.avro.tokens.ItemStatus;
import io.millrace.tokens.model.ItemPath;
import io.millrace.tokens.model.Lineage;
import io.millrace.tokens.model.Outcome;
import io.millrace.tokens.plan.Condition.ConditionException;
import io.millrace.tokens.plan.Functions;
import io.millrace.tokens.plan.Functions.FunctionException;
import io.millrace.tokens.plan.ItemFunction;
import io.millrace.tokens.plan.Operator;
import io.millrace.tokens.plan.Plan;
import io.millrace.tokens.plan.Stage;
import io.millrace.tokens.plan.Template.TemplateException;
import java.util.Objects;

/** Hands the output of a stage to the stages that take it, and does what needs no worker. */
final class Flow {

    private final Announcer announcer = new Announcer();
    private final Calls calls;
    private final Retries retries;
    private final Splits splits;
    private final Scopes scopes;
    private final Closing closing;
    private final Documents documents;
    private final Joins joins;
    private final Voids voids;

    Flow(AdvanceSettings settings) {
        this.documents = new Documents(settings.documentMaxBytes());
        this.calls = new Calls(this, new WorkLimit(settings.workMaxBytes()));
        this.retries = new Retries(calls, settings.retryBudget());
        this.scopes = new Scopes(this, calls);
        this.splits = new Splits(this, scopes, settings.splitMaxChildren());
        this.joins = new Joins(this);
        this.voids = new Voids(calls, announcer);
        this.closing = new Closing(calls, announcer, documents, settings.requestTtl());
    }

    Calls calls() {
        return calls;
    }

    Retries retries() {
        return retries;
    }

    Splits splits() {
        return splits;
    }

    Voids voids() {
        return voids;
    }

    Closing closing() {
        return closing;
    }

    Announcer announcer() {
        return announcer;
    }

    /** The question goes to the stages that begin with it. */
    void begin(RequestRun run) {
        announcer.started(run);
        var question = Outcome.done(run.input().getInput(), null, Lineage.QUESTION);
        for (var stage : run.plan.consumers(Plan.QUESTION)) {
            run.later(() -> step(run, stage, ItemPath.ROOT, question));
        }
    }

    /** The output of {@code stage} at {@code path} is final; nothing, where the caller wants nothing of it any more. */
    void finish(RequestRun run, Stage stage, ItemPath path, Outcome output) {
        if (output.isDone() && run.isCancelled(path)) {
            fail(run, stage, path, Calls.cancelled(output.lineage()));
            return;
        }
        var outcome = documents.bounded(run, output);
        finish(run, stage, path, outcome, output.isDone() && !outcome.isDone());
    }

    /** The output of {@code stage} at {@code path} is missing for a reason of its own. */
    void fail(RequestRun run, Stage stage, ItemPath path, Outcome failure) {
        finish(run, stage, path, documents.bounded(run, failure), true);
    }

    private void finish(RequestRun run, Stage stage, ItemPath path, Outcome outcome, boolean missing) {
        var item = run.itemOrNew(stage, path);
        if (missing) {
            run.missing(stage, path, item, outcome);
        }
        item.setStatus(outcome.status());
        item.setText(outcome.text());
        item.setJson(outcome.json());
        item.setDocument(outcome.document());
        item.setErrorCode(outcome.code());
        item.setErrorMessage(outcome.message());
        item.setLineage(outcome.lineage());
        item.setEndedAt(run.now);
        run.save(stage, path, item);
        if (stage.isPinned()) {
            calls.affinity().ended(run, stage, path);
        }
        count(run, stage, outcome);
        announcer.item(run, stage, path, outcome);
        for (var next : run.plan.consumers(stage.id())) {
            run.later(() -> step(run, next, path, outcome));
        }
    }

    private void step(RequestRun run, Stage stage, ItemPath path, Outcome output) {
        if (stage.op() != Operator.SPLIT && !stage.op().closesLevel()) {
            begun(run, stage);
        }
        var input = scopes.isCalledOff(run, stage, path) ? Outcome.dropped(output.lineage()) : output;
        switch (stage.op()) {
            case SPLIT -> splits.end(run, stage, path, input);
            case COLLECT, FOLD, FIRST_K -> scopes.child(run, stage, path, input);
            case JOIN -> joins.ended(run, stage, path);
            case SINK -> closing.close(run, input);
            case LLM, CALL, MAP, FILTER -> {
                if (input.isDone()) {
                    take(run, stage, path, input);
                } else {
                    finish(run, stage, path, input.passedOn());
                }
            }
        }
    }

    private void take(RequestRun run, Stage stage, ItemPath path, Outcome input) {
        if (stage.op().isCall()) {
            calls.issue(run, stage, path, input.lineage());
        } else if (stage.op() == Operator.MAP) {
            map(run, stage, path, input.lineage());
        } else {
            filter(run, stage, path, input);
        }
    }

    private void function(RequestRun run, Stage stage, ItemPath path, ItemFunction function, int lineage) {
        try {
            var output = Functions.call(function, Values.readable(run, stage, path));
            var json = output.isTextual() ? null : Values.jsonIn(output.toString());
            if (output.isTextual()) {
                finish(run, stage, path, Outcome.done(output.textValue(), null, lineage));
            } else if (json == null) {
                fail(run, stage, path, Outcome.failed("FUNCTION", "the output is nested too deep", lineage));
            } else {
                finish(run, stage, path, Outcome.done(null, json, lineage));
            }
        } catch (FunctionException e) {
            fail(run, stage, path, Outcome.failed("FUNCTION", String.valueOf(e.getMessage()), lineage));
        }
    }

    private void map(RequestRun run, Stage stage, ItemPath path, int lineage) {
        var function = stage.work().function();
        if (function != null) {
            function(run, stage, path, function, lineage);
            return;
        }
        var values = Values.of(run, stage, path);
        var object = stage.work().object();
        var template = stage.work().template();
        try {
            if (object == null) {
                var text =
                        Objects.requireNonNull(template, "a map has a template").render(values);
                finish(run, stage, path, Outcome.done(text, null, lineage));
                return;
            }
            var json = Values.jsonIn(object.fill(values).toString());
            if (json == null) {
                fail(run, stage, path, Outcome.failed("TEMPLATE", "the object is nested too deep", lineage));
            } else {
                finish(run, stage, path, Outcome.done(null, json, lineage));
            }
        } catch (TemplateException e) {
            fail(run, stage, path, Outcome.failed("TEMPLATE", String.valueOf(e.getMessage()), lineage));
        }
    }

    private void filter(RequestRun run, Stage stage, ItemPath path, Outcome input) {
        if (input.document() != null) {
            fail(run, stage, path, Documents.opaque(input.document(), input.lineage()));
            return;
        }
        var condition = Objects.requireNonNull(stage.work().condition(), "a filter has a condition");
        try {
            var passes = condition.test(Values.readable(run, stage, path));
            finish(run, stage, path, passes ? input : Outcome.dropped(input.lineage()));
        } catch (ConditionException e) {
            fail(run, stage, path, Outcome.failed("CONDITION", String.valueOf(e.getMessage()), input.lineage()));
        }
    }

    private static void begun(RequestRun run, Stage stage) {
        if (run.summary(stage).getStartedAt() == 0) {
            run.changeSummary(stage).setStartedAt(run.now);
        }
    }

    private static void count(RequestRun run, Stage stage, Outcome outcome) {
        begun(run, stage);
        var summary = run.changeSummary(stage);
        summary.setEndedAt(run.now);
        if (summary.getFirstOutputAt() == 0 && outcome.isDone()) {
            summary.setFirstOutputAt(run.now);
        }
        if (outcome.status() == ItemStatus.DONE) {
            summary.setItems(summary.getItems() + 1);
        } else if (outcome.status() == ItemStatus.DROPPED) {
            summary.setDropped(summary.getDropped() + 1);
        } else {
            summary.setFailed(summary.getFailed() + 1);
        }
    }
}
