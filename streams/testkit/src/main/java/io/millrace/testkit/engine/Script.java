package io.millrace.testkit.engine;

import java.io.IOException;

/** How a {@link ScriptedServer} answers. Runs on a thread of the request, so it may wait for as long as the test likes. */
@FunctionalInterface
public interface Script {

    /**
     * Answers one request.
     *
     * @throws IOException when the client has gone; ends the answer
     * @throws InterruptedException when the server closes; ends the answer
     */
    void answer(ChatRequest request, ChatReply reply) throws IOException, InterruptedException;

    /** The answer in words, with usage, for every request. */
    static Script saying(String text) {
        return (request, reply) -> reply.words(text).done();
    }
}
