package io.millrace.cli.answer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.cli.ExitCode;
import io.millrace.cli.http.Api;
import java.util.List;
import java.util.Locale;

/**
 * The result of a question.
 *
 * @param requestId names the request in topics and stores
 * @param status COMPLETE, PARTIAL, FAILED or CANCELLED
 * @param text the whole answer
 * @param sentences its sentences with their verdicts, in reading order
 * @param cost of its tokens, in the currency of the price table; 0 without one
 * @param error why it failed or what is missing; empty where nothing is
 */
public record Answer(
        String requestId, String status, String text, List<CheckedSentence> sentences, double cost, String error) {

    public Answer {
        sentences = List.copyOf(sentences);
    }

    public ExitCode exitCode() {
        return status.equals("COMPLETE") ? ExitCode.OK : ExitCode.FAILED;
    }

    /** The passages that ground it, in reading order without repeats. */
    public List<Citation> citations() {
        return sentences.stream()
                .flatMap(sentence -> sentence.citations().stream())
                .distinct()
                .toList();
    }

    public ObjectNode toJson() {
        var json = Api.JSON.createObjectNode();
        json.put("requestId", requestId).put("status", status).put("text", text);
        var citations = citations();
        var checked = json.putArray("sentences");
        for (var sentence : sentences) {
            var one = checked.addObject();
            one.put("text", sentence.text());
            one.put("verdict", sentence.verdict().name().toLowerCase(Locale.ROOT));
            one.put("score", sentence.score());
            var numbers = one.putArray("citations");
            sentence.citations().forEach(citation -> numbers.add(citations.indexOf(citation) + 1));
        }
        json.set("citations", Api.JSON.valueToTree(citations));
        if (cost > 0) {
            json.put("cost", cost);
        }
        if (!error.isEmpty()) {
            json.put("error", error);
        }
        return json;
    }
}
