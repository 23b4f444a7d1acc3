package io.millrace.load.routers;

import io.millrace.engines.simulated.Prompt;

/**
 * One call of a trace.
 *
 * @param at seconds since the first
 * @param length tokens of the answer
 */
record TracedCall(double at, Prompt prompt, int length) {

    TracedCall at(double seconds) {
        return new TracedCall(seconds, prompt, length);
    }
}
