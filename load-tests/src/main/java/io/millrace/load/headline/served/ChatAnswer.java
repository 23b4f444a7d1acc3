package io.millrace.load.headline.served;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.load.headline.real.Pipelines;
import io.millrace.load.openloop.Questions.Progress;
import java.util.concurrent.Flow;

/**
 * Follows one streamed chat completion by its lines: an item of the pipeline with each verdict, and the result in the last chunk,
 * are under {@code millrace}. Tells the outcome once. For one thread at a time, as a subscriber is.
 */
final class ChatAnswer implements Flow.Subscriber<String> {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DATA = "data: ";
    private static final int MOST_SAID = 200;

    private final int claims;
    private final Progress progress;
    private int verdicts;
    private boolean over;

    /** @param claims verdicts that a whole answer has */
    ChatAnswer(int claims, Progress progress) {
        this.claims = claims;
        this.progress = progress;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    /** Pieces of the answer's text, which are most of the lines, are passed over unread. */
    @Override
    public void onNext(String line) {
        if (line.startsWith(DATA) && (line.contains("\"millrace\"") || line.contains("\"error\""))) {
            try {
                hear(JSON.readTree(line.substring(DATA.length())));
            } catch (JsonProcessingException e) {
                fail("an event that is not JSON: " + e.getOriginalMessage());
            }
        }
    }

    @Override
    public void onError(Throwable error) {
        fail("the connection failed: " + error);
    }

    @Override
    public void onComplete() {
        fail("the stream ended before the answer did");
    }

    /** Instead of a stream. */
    void refused(int status, String body) {
        fail(status + " " + body);
    }

    private void hear(JsonNode chunk) {
        var own = chunk.path("millrace");
        if (chunk.has("error")) {
            fail(chunk.path("error").toString());
        } else if (own.path("kind").asText().equals("item")) {
            item(own.path("stage").asText());
        } else if (own.has("status")) {
            finish(own);
        }
    }

    private void item(String stage) {
        if (stage.equals(Pipelines.VERDICT)) {
            verdicts++;
            progress.firstVerdict();
        }
    }

    private void finish(JsonNode result) {
        var status = result.path("status").asText();
        if (!status.equals("COMPLETE")) {
            fail(status + " " + result.path("missing"));
        } else if (verdicts != claims) {
            fail(verdicts + " verdicts of " + claims);
        } else if (!over) {
            over = true;
            progress.ended();
        }
    }

    private void fail(String reason) {
        if (!over) {
            over = true;
            progress.failed(reason.length() <= MOST_SAID ? reason : reason.substring(0, MOST_SAID));
        }
    }
}
