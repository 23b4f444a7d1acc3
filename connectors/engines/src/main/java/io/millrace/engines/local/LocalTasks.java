package io.millrace.engines.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.engines.index.DocumentIndex;
import io.millrace.engines.index.IndexMissingException;
import io.millrace.engines.index.SentenceEmbedder;
import io.millrace.engines.spi.EngineRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** What the engine can do, by the stage's parameter {@code task}. Safe for use by any number of threads. */
final class LocalTasks implements AutoCloseable {

    static final String UNKNOWN_TASK = "UNKNOWN_TASK";
    static final String BAD_INPUT = "BAD_INPUT";
    static final String INDEX_MISSING = "INDEX_MISSING";
    static final String INDEX_UNREADABLE = "INDEX_UNREADABLE";

    private final DocumentIndex index;
    private final ExtractiveAnswer answers;
    private final Grounding grounding;

    LocalTasks(DocumentIndex index, SentenceEmbedder embedder, LocalSettings settings) {
        this.index = index;
        this.answers = new ExtractiveAnswer(index, embedder, settings);
        this.grounding = new Grounding(embedder, settings.verifyThreshold());
    }

    void run(EngineRequest request, TaskOutput output) throws CallEndedException, TaskFailedException {
        var task = request.parameters().getOrDefault("task", "");
        switch (task) {
            case "answer" -> answer(required(request, "question"), output);
            case "claims" -> claims(required(request, "sentence"), output);
            case "queries" -> stream(required(request, "claim").strip(), output);
            case "verify" -> verify(request, output);
            default ->
                throw TaskFailedException.lasting(
                        UNKNOWN_TASK,
                        "the local engine does answer, claims, queries and verify, not '" + task
                                + "'; set engine.url for a language model");
        }
    }

    @Override
    public void close() {
        try {
            index.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the document index", e);
        }
    }

    private void answer(String question, TaskOutput output) throws CallEndedException, TaskFailedException {
        try {
            stream(answers.to(question, output), output);
        } catch (IndexMissingException e) {
            throw TaskFailedException.lasting(INDEX_MISSING, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw TaskFailedException.passing(INDEX_UNREADABLE, "the document index cannot be read: " + e.getMessage());
        }
    }

    private static void claims(String sentence, TaskOutput output) throws CallEndedException {
        var claims = Claims.of(sentence);
        output.write("[");
        for (int i = 0; i < claims.size(); i++) {
            stream((i == 0 ? "" : ", ") + JsonNodeFactory.instance.textNode(claims.get(i)), output);
        }
        output.write("]");
    }

    private void verify(EngineRequest request, TaskOutput output) throws CallEndedException, TaskFailedException {
        var claim = required(request, "claim");
        var evidence = evidence(request.input().path("evidence"));
        stream(grounding.of(claim, evidence, output).toJson().toString(), output);
    }

    /** Evidence as {@code retrieve} returns it. */
    private static List<Evidence> evidence(JsonNode value) throws TaskFailedException {
        if (!value.isArray()) {
            throw TaskFailedException.lasting(BAD_INPUT, "verify needs input.evidence, an array of passages");
        }
        var evidence = new ArrayList<Evidence>();
        for (var passage : value) {
            evidence.add(Evidence.of(passage));
        }
        return evidence;
    }

    private static void stream(String text, TaskOutput output) throws CallEndedException {
        for (var fragment : Words.fragments(text)) {
            output.write(fragment);
        }
    }

    private static String required(EngineRequest request, String field) throws TaskFailedException {
        var value = request.input().path(field);
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw TaskFailedException.lasting(BAD_INPUT, "the task needs text in input." + field);
        }
        return value.textValue();
    }
}
