package io.millrace.server;

import io.millrace.events.avro.tokens.DocumentRef;
import io.millrace.events.avro.tokens.Reply;
import io.millrace.events.avro.tokens.ReplyKind;
import io.millrace.events.avro.tokens.Request;
import io.millrace.events.avro.tokens.Result;
import io.millrace.events.avro.tokens.ResultStatus;
import io.millrace.events.avro.tokens.Usage;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.testkit.TestPlatform;
import io.millrace.testkit.TopicWriter;
import org.jspecify.annotations.Nullable;

/** Plays the topology: replies to one request. */
final class Replies implements AutoCloseable {

    private final Request request;
    private final TopicWriter<Reply> writer = TestPlatform.shared().writer(TokensTopics.REPLIES);

    Replies(Request request) {
        this.request = request;
    }

    void delta(long run, long seq, String text) {
        send(reply(ReplyKind.DELTA)
                .setStage("answer")
                .setRun(run)
                .setSeq(seq)
                .setText(text)
                .build());
    }

    void finished(ResultStatus status, @Nullable String text) {
        send(reply(ReplyKind.FINISHED)
                .setResult(result(request.getRequestId(), request.getPipeline(), status, text))
                .build());
    }

    /** Refused for the number of requests of its tenant. */
    void refused(String message) {
        var result = result(request.getRequestId(), request.getPipeline(), ResultStatus.FAILED, null);
        result.setErrorCode("QUOTA_REQUESTS");
        result.setErrorMessage(message);
        send(reply(ReplyKind.FINISHED).setResult(result).build());
    }

    /** Complete; the answer is elsewhere. */
    void finished(DocumentRef document) {
        var result = result(request.getRequestId(), request.getPipeline(), ResultStatus.COMPLETE, "");
        result.setText(null);
        result.setDocument(document);
        send(reply(ReplyKind.FINISHED).setResult(result).build());
    }

    static Result result(String id, String pipeline, ResultStatus status, @Nullable String text) {
        return Result.newBuilder()
                .setRequestId(id)
                .setPipeline(pipeline)
                .setStatus(status)
                .setComplete(status == ResultStatus.COMPLETE)
                .setText(text)
                .setErrorCode(text == null ? "ENGINE_DOWN" : null)
                .setUsage(new Usage(3L, 0L, 2L))
                .setStartedAt(1)
                .setAt(2)
                .build();
    }

    private Reply.Builder reply(ReplyKind kind) {
        return Reply.newBuilder()
                .setRequestId(request.getRequestId())
                .setReplyTo(request.getReplyTo())
                .setSequence(0)
                .setKind(kind)
                .setAt(1);
    }

    private void send(Reply reply) {
        writer.writeTo(request.getReplyTo(), request.getRequestId(), reply);
    }

    @Override
    public void close() {
        writer.close();
    }
}
