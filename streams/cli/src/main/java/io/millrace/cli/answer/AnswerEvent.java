package io.millrace.cli.answer;

/** What a client is told while its question is answered. */
public sealed interface AnswerEvent {

    /** The next words of the answer. */
    record Text(String fragment) implements AnswerEvent {}

    /**
     * A sentence was checked; sentences may come in any order.
     *
     * @param index place of the sentence in the answer, from 0
     */
    record Checked(int index, CheckedSentence sentence) implements AnswerEvent {}
}
