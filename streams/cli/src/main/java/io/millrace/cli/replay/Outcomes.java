package io.millrace.cli.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.cli.CommandFailure;
import io.millrace.cli.ExitCode;
import io.millrace.cli.http.Api;
import io.millrace.cli.replay.Outcome.Ending;
import io.millrace.cli.replay.Outcome.Figures;
import io.millrace.cli.replay.Outcome.Missing;
import io.millrace.cli.replay.Outcome.StageFigures;
import io.millrace.core.documents.Document;
import io.millrace.core.documents.DocumentReader;
import io.millrace.core.documents.DocumentUnreadableException;
import io.millrace.events.avro.tokens.DocumentRef;
import io.millrace.events.avro.tokens.Result;
import io.millrace.events.avro.tokens.StageSummary;
import io.millrace.events.avro.tokens.Usage;
import io.millrace.events.tokens.Paths;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes outcomes of results. */
final class Outcomes {

    private final DocumentReader documents;

    /** @param documents reads what results only refer to */
    Outcomes(DocumentReader documents) {
        this.documents = documents;
    }

    /** @throws CommandFailure NOT_FOUND when the answer was a document that is not on the log any more */
    Outcome of(Result result) {
        var document = result.getDocument();
        var content = document == null ? null : content(result, document);
        var isJson = document != null && Document.isJson(document);
        var text = content != null && !isJson ? content : result.getText();
        var json = content != null && isJson ? content : result.getJson();
        return new Outcome(
                result.getRequestId(),
                result.getPipeline(),
                result.getVersion(),
                new Ending(result.getStatus().name(), text(result.getFinishReason()), text(result.getErrorCode())),
                text(text),
                json(json),
                result.getMissing().stream()
                        .map(missing ->
                                new Missing(missing.getStage(), Paths.text(missing.getPath()), missing.getCode()))
                        .toList(),
                total(result),
                result.getStages().stream()
                        .map(stage -> new StageFigures(stage.getStage(), figures(stage)))
                        .toList());
    }

    private String content(Result result, DocumentRef document) {
        try {
            return documents.read(document);
        } catch (DocumentUnreadableException e) {
            throw new CommandFailure(
                    ExitCode.NOT_FOUND,
                    "the answer to " + result.getRequestId() + " cannot be compared: " + e.getMessage(),
                    e);
        }
    }

    private static Figures total(Result result) {
        var calls = result.getStages().stream().mapToInt(StageSummary::getCalls).sum();
        return figures(calls, result.getUsage(), result.getAt() - result.getStartedAt(), result.getCost());
    }

    private static Figures figures(StageSummary stage) {
        var millis = stage.getEndedAt() == 0 ? 0 : stage.getEndedAt() - stage.getStartedAt();
        return figures(stage.getCalls(), stage.getUsage(), millis, stage.getCost());
    }

    private static Figures figures(int calls, Usage usage, long millis, double cost) {
        return new Figures(
                calls, usage.getPromptTokens(), usage.getCachedTokens(), usage.getCompletionTokens(), millis, cost);
    }

    /** What is no JSON, which no plan makes, is compared as text. */
    private static JsonNode json(@Nullable String text) {
        if (text == null) {
            return MissingNode.getInstance();
        }
        try {
            return Api.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(text);
        }
    }

    private static String text(@Nullable Object value) {
        return Objects.toString(value, "");
    }
}
