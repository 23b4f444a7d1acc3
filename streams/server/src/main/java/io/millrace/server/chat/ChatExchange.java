package io.millrace.server.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.events.avro.tokens.Missing;
import io.millrace.events.avro.tokens.Reply;
import io.millrace.events.avro.tokens.Result;
import io.millrace.events.avro.tokens.ResultStatus;
import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import io.millrace.server.http.AsyncResponse;
import io.millrace.server.http.EventStream;
import io.millrace.server.http.Json;
import io.millrace.server.http.OpenAiError;
import io.millrace.server.http.ProblemJson;
import io.millrace.server.request.ResultFailure;
import io.millrace.server.request.ResultJson;
import java.util.Locale;
import java.util.Map;

/**
 * One chat completion on its way to its client. Replies come on one thread; a time-out, a stop of the server and a client
 * that goes away come on others.
 */
final class ChatExchange {

    private final AsyncResponse response;
    private final EventStream events;
    private final AnswerStream answer = new AnswerStream();
    private final Completion completion;
    private final boolean stream;
    private boolean begun;
    private boolean over;
    private volatile boolean answered;

    ChatExchange(AsyncResponse response, Completion completion, boolean stream) {
        this.response = response;
        this.events = new EventStream(response);
        this.completion = completion;
        this.stream = stream;
    }

    synchronized void take(Reply reply) {
        if (over) {
            return;
        }
        for (var event : answer.take(reply)) {
            if (event instanceof AnswerEvent.Text text) {
                sendChunk(completion.text(text.text()));
            } else if (event instanceof AnswerEvent.Aside aside) {
                sendChunk(completion.aside(aside.reply()));
            } else if (event instanceof AnswerEvent.Finished finished) {
                finish(finished.result());
            } else if (event instanceof AnswerEvent.BrokenOff brokenOff) {
                breakOff(brokenOff.result(), brokenOff.rest());
            } else if (event instanceof AnswerEvent.Broken broken) {
                fail(Problem.PIPELINE_FAILED.because(broken.message()), broken.code());
            }
        }
    }

    /** Ends with an error, told in the status where nothing was sent yet and in the stream otherwise. */
    void fail(ProblemException failure) {
        fail(failure, OpenAiError.code(failure.problem()));
    }

    private void fail(ProblemException failure, String code) {
        fail(failure, OpenAiError.of(failure, code));
    }

    private synchronized void fail(ProblemException failure, ObjectNode json) {
        if (over) {
            return;
        }
        over = true;
        var error = Json.text(json);
        if (response.isOpened()) {
            events.send(null, null, error);
            events.end();
        } else {
            response.respond(failure.problem().status(), "application/json", ProblemJson.headers(failure), error);
        }
    }

    /** Whether the request has ended, well or badly, so that there is nothing left to cancel. */
    boolean isAnswered() {
        return answered;
    }

    /** Keeps a stream alive. */
    synchronized void heartbeat() {
        if (stream && !over) {
            events.comment("still working");
        }
    }

    private void breakOff(Result result, Missing rest) {
        answered = true;
        fail(result, ResultFailure.of(rest));
    }

    /** Ends with an error that has the result, and so the text so far, within: OpenAI's clients show no more of it. */
    private void fail(Result result, ResultFailure failure) {
        var error = OpenAiError.of(failure.problem(), failure.code().toLowerCase(Locale.ROOT));
        error.withObject("error").set("millrace", ResultJson.of(result));
        fail(failure.problem(), error);
    }

    private void finish(Result result) {
        answered = true;
        if (result.getStatus() == ResultStatus.FAILED || result.getStatus() == ResultStatus.CANCELLED) {
            fail(result, ResultFailure.of(result));
            return;
        }
        if (!stream) {
            over = true;
            response.respond(200, "application/json", Map.of(), Json.text(completion.whole(result)));
            return;
        }
        sendChunk(completion.end(result));
        if (completion.includeUsage()) {
            sendChunk(completion.usage(result.getUsage()));
        }
        over = true;
        events.send(null, null, "[DONE]");
        events.end();
    }

    private void sendChunk(JsonNode chunk) {
        if (!stream || over) {
            return;
        }
        if (!begun) {
            begun = true;
            events.send(null, null, Json.text(completion.role()));
        }
        if (!events.send(null, null, Json.text(chunk))) {
            over = true;
            var slow = Problem.TIMEOUT.because("the client takes the answer too slowly");
            events.fail("", Json.text(OpenAiError.of(slow, "slow_client")));
        }
    }
}
