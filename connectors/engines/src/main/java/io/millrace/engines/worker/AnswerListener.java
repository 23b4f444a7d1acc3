package io.millrace.engines.worker;

import io.millrace.engines.spi.EngineListener;
import io.millrace.engines.spi.ServiceAnswer;

/** Hears a streamed or a one-shot call: {@link #whole} stands for an answer that comes in one piece and ends the call. */
interface AnswerListener extends EngineListener {

    void whole(ServiceAnswer answer);
}
