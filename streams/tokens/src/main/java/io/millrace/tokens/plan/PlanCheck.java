package io.millrace.tokens.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.events.tokens.PipelineNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Turns the tree of a plan into stages and gathers every error with its place. A stage may only name stages before it, so
 * one pass in the order of the plan sees all that a stage depends on.
 */
final class PlanCheck {

    private static final int MAX_STAGES = 64;
    private static final String NAME = "[a-z][a-z0-9_]{0,63}";

    private final Set<String> engines;
    private final Set<String> services;
    private final List<PlanError> errors = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final Map<String, Stage> byName = new LinkedHashMap<>();
    private final List<Stage> stages = new ArrayList<>();

    PlanCheck(Set<String> engines, Set<String> services) {
        this.engines = engines;
        this.services = services;
    }

    String name(JsonNode root) {
        var name = root.path("pipeline").asText("");
        if (!PipelineNames.isPossible(name)) {
            error("pipeline", "must be lower-case words joined by dashes, such as verified-answer; was '" + name + "'");
        }
        root.fieldNames().forEachRemaining(field -> {
            if (!Set.of("pipeline", "description", "stages").contains(field)) {
                error(field, "is not a field of a plan; known: pipeline, description, stages");
            }
        });
        return name;
    }

    List<Stage> stages(JsonNode root) {
        var list = root.path("stages");
        if (!list.isArray() || list.isEmpty()) {
            error("stages", "must be a list of at least one stage");
        } else if (list.size() > MAX_STAGES) {
            error("stages", "has " + list.size() + " stages; at most " + MAX_STAGES + " are possible");
        } else {
            for (var i = 0; i < list.size(); i++) {
                add(list.get(i), i);
            }
            checkSinks(list);
            checkReach();
        }
        return stages;
    }

    /** @throws InvalidPlanException when anything was wrong */
    void finish() {
        if (!errors.isEmpty()) {
            throw new InvalidPlanException(errors);
        }
    }

    private void add(JsonNode node, int id) {
        var place = new StageReader(node, "stages[" + id + "]", this::error);
        var name = place.required("name");
        if (!name.isEmpty() && (!name.matches(NAME) || name.equals(Plan.QUESTION_NAME) || name.equals("parameters"))) {
            place.error("name", "must match " + NAME + " and not be 'question' or 'parameters', was '" + name + "'");
        }
        if (name.endsWith(Names.SO_FAR)) {
            place.error("name", "must not end in " + Names.SO_FAR + ", which templates add to the name of a split");
        }
        if (!name.isEmpty() && !names.add(name)) {
            place.error("name", "is taken by an earlier stage: '" + name + "'");
        }
        var word = place.required("op");
        var op = Operator.of(word);
        if (op.isEmpty() && !word.isEmpty()) {
            place.error("op", "unknown operator '" + word + "'; known: " + List.of(Operator.values()));
        }
        var inputs = op.filter(Operator.JOIN::equals).isPresent() ? inputs(place) : List.of(input(place));
        if (op.isEmpty() || name.isEmpty()) {
            return;
        }
        place.onlyFieldsOf(op.get());
        var stage = new StageBuilder(place, byName, id, name, op.get(), inputs, engines, services).build();
        byName.putIfAbsent(name, stage);
        stages.add(stage);
    }

    private int input(StageReader place) {
        var input = place.optional("input", Plan.QUESTION_NAME);
        return input.equals(Plan.QUESTION_NAME) ? Plan.QUESTION : earlier(place, "input", input);
    }

    /** Those that are there, at least one, so that the stage can be looked at further. */
    private List<Integer> inputs(StageReader place) {
        var wanted = place.names("inputs");
        if (wanted.size() < 2 || Set.copyOf(wanted).size() < wanted.size()) {
            place.error("inputs", "must be the names of at least two different stages");
        }
        var inputs = wanted.stream()
                .map(input -> earlier(place, "inputs", input))
                .filter(id -> id != Plan.QUESTION)
                .toList();
        return inputs.isEmpty() ? List.of(Plan.QUESTION) : inputs;
    }

    private int earlier(StageReader place, String field, String input) {
        var stage = byName.get(input);
        if (stage == null) {
            place.error(field, "no earlier stage is called '" + input + "'");
            return Plan.QUESTION;
        }
        if (stage.op() == Operator.SINK) {
            place.error(field, "'" + input + "' is a sink, which has no output");
        }
        return stage.id();
    }

    /** By their words: a stage counts also where something else is wrong with it. */
    private void checkSinks(JsonNode list) {
        var sinks = 0;
        for (var stage : list) {
            sinks += Operator.of(stage.path("op").asText("")).equals(Optional.of(Operator.SINK)) ? 1 : 0;
        }
        if (sinks != 1) {
            error("stages", "a plan needs exactly one sink, has " + sinks);
        }
    }

    /** Needs every stage; without meaning while one is wrong in itself. */
    private void checkReach() {
        if (!errors.isEmpty()) {
            return;
        }
        var sink =
                stages.stream().filter(s -> s.op() == Operator.SINK).findFirst().orElseThrow();
        var leads = new TreeSet<Integer>(Set.of(sink.id()));
        for (var id = sink.id(); id >= 0; id--) {
            if (leads.contains(id)) {
                leads.addAll(stages.get(id).inputs());
                leads.add(stages.get(id).level());
            }
        }
        for (var stage : stages) {
            if (!leads.contains(stage.id())) {
                error("stages[" + stage.id() + "]", "the output of '" + stage.name() + "' does not reach the sink");
            }
        }
    }

    private void error(String place, String message) {
        errors.add(new PlanError(place, message));
    }
}
