package io.millrace.server.chat;

import io.millrace.events.avro.tokens.Missing;
import io.millrace.events.avro.tokens.Reply;
import io.millrace.events.avro.tokens.Result;

/** What the client of a request is to be told next. */
public sealed interface AnswerEvent {

    /** More text of the answer. */
    record Text(String text) implements AnswerEvent {}

    /** Something beside the answer: a whole item, or text of a stage that is not the answer. */
    record Aside(Reply reply) implements AnswerEvent {}

    /** The end: the result, which is failed, partial or complete. */
    record Finished(Result result) implements AnswerEvent {}

    /** The end: the result is partial, and what it lacks is the rest of the text that the client has seen. */
    record BrokenOff(Result result, Missing rest) implements AnswerEvent {}

    /** The end: what the client has seen cannot be continued. */
    record Broken(String code, String message) implements AnswerEvent {}
}
