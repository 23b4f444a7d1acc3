package io.millrace.cli.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.engines.spi.Service;
import io.millrace.engines.spi.ServiceAnswer;
import io.millrace.engines.spi.ServiceRequest;
import io.millrace.testkit.engine.ChatReply;
import io.millrace.testkit.engine.ChatRequest;
import io.millrace.testkit.engine.Script;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A language model and a retrieval that know about mills only. What they say follows from what they are asked, so that
 * two runs of a call say the same; the model says one word every {@link #PACE}, so that there is time to kill it.
 */
final class PacedMill implements Script, Service {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PACE = Duration.ofMillis(20);
    private static final int SENTENCES = 4;
    private static final String CLAIMS_PROMPT = "Question: ";
    private static final String VERDICT_PROMPT = "Claim: ";
    private static final String QUESTION = "What does mill number %d grind?";
    private static final List<String> GRAIN = List.of("wheat", "barley", "rye", "oats", "maize", "spelt");

    /** Questions with different answers. */
    static List<String> questions() {
        return IntStream.range(0, GRAIN.size()).mapToObj(QUESTION::formatted).toList();
    }

    @Override
    public void answer(ChatRequest request, ChatReply reply) throws IOException, InterruptedException {
        for (var word : words(request.lastMessage())) {
            reply.pause(PACE).token(word);
        }
        reply.done();
    }

    @Override
    public ServiceAnswer call(ServiceRequest request) {
        var query = request.input().path("query").asText();
        var passages = JSON.createArrayNode();
        passages.addObject()
                .put("id", "mills#" + Math.floorMod(query.hashCode(), 100))
                .put("title", "Mills")
                .put("source", "mills.md")
                .put("text", "A passage about: " + query)
                .put("score", 0.5);
        return ServiceAnswer.json(passages);
    }

    @Override
    public void close() {
        // Nothing is held.
    }

    /** With the white space after each. */
    private static List<String> words(String prompt) {
        return List.of(text(prompt).split("(?<=\\s)(?=\\S)"));
    }

    private static String text(String prompt) {
        if (questions().contains(prompt)) {
            return answerTo(questions().indexOf(prompt));
        }
        if (prompt.startsWith(CLAIMS_PROMPT)) {
            return claimsOf(prompt.substring(prompt.indexOf("Sentence: "))).toString();
        }
        return prompt.startsWith(VERDICT_PROMPT) ? verdictOn(prompt) : "passages about " + prompt;
    }

    private static String answerTo(int mill) {
        return IntStream.range(0, SENTENCES)
                .mapToObj(number -> "On floor %d mill number %d grinds %s for the village."
                        .formatted(number, mill, GRAIN.get((mill + number) % GRAIN.size())))
                .collect(Collectors.joining(" "));
    }

    /** None to two claims. */
    private static JsonNode claimsOf(String sentence) {
        var claims = JSON.createArrayNode();
        int count = Math.floorMod(sentence.hashCode(), 3);
        for (int number = 0; number < count; number++) {
            claims.add("claim %d is that %s".formatted(number, sentence));
        }
        return claims;
    }

    private static String verdictOn(String claim) {
        return Math.floorMod(claim.hashCode(), 2) == 0
                ? "{\"verdict\": \"supported\", \"citation\": 1}"
                : "{\"verdict\": \"refuted\", \"citation\": null}";
    }
}
