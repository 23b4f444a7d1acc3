package io.millrace.server.chat;

import io.millrace.events.avro.tokens.Level;
import io.millrace.events.avro.tokens.Missing;
import io.millrace.events.avro.tokens.Reply;
import io.millrace.events.avro.tokens.ReplyKind;
import io.millrace.events.avro.tokens.Result;
import io.millrace.events.avro.tokens.ResultStatus;
import io.millrace.events.avro.tokens.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the topology replies to a request whose stage {@code answer} is streamed. */
final class Replies {

    private Replies() {}

    static Reply delta(long run, long seq, String text) {
        return reply(ReplyKind.DELTA)
                .setStage("answer")
                .setRun(run)
                .setSeq(seq)
                .setText(text)
                .build();
    }

    static Reply reset(long newRun) {
        return reply(ReplyKind.RESET).setStage("answer").setRun(newRun).build();
    }

    static Reply item(int index, String json) {
        return reply(ReplyKind.ITEM)
                .setStage("annotated")
                .setPath(List.of(new Level(1, index)))
                .setJson(json)
                .build();
    }

    /** The item is void: what it was made of began anew. */
    static Reply takenBack(int index, long newRun) {
        return reply(ReplyKind.RESET)
                .setStage("annotated")
                .setPath(List.of(new Level(1, index)))
                .setRun(newRun)
                .build();
    }

    static Reply finished(@Nullable String text) {
        var result = Result.newBuilder()
                .setRequestId("r")
                .setPipeline("p")
                .setStatus(ResultStatus.COMPLETE)
                .setText(text)
                .setMissing(List.<Missing>of())
                .setUsage(new Usage(1L, 0L, 2L))
                .setStartedAt(1)
                .setAt(2)
                .build();
        return reply(ReplyKind.FINISHED).setResult(result).build();
    }

    static Reply partial(String text, Missing... missing) {
        var result = Result.newBuilder(finished(text).getResult())
                .setStatus(ResultStatus.PARTIAL)
                .setMissing(List.of(missing))
                .build();
        return reply(ReplyKind.FINISHED).setResult(result).build();
    }

    static Missing missing(String stage, List<Level> path) {
        return new Missing(stage, path, "STREAM_BROKEN", "the engine went away");
    }

    private static Reply.Builder reply(ReplyKind kind) {
        return Reply.newBuilder().setRequestId("r").setSequence(0).setKind(kind).setAt(1);
    }
}
