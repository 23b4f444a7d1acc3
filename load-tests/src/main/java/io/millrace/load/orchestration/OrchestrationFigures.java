package io.millrace.load.orchestration;

import io.millrace.load.orchestration.Drain.DrainFigures;

/**
 * One measurement.
 *
 * @param pipeline that the elements are of
 * @param tokens in an element
 * @param topology how fast the token streams advance the elements
 * @param pass how fast the pass-through handles the same bytes
 * @param load of the machine over the last minute
 */
record OrchestrationFigures(BenchPipeline pipeline, int tokens, DrainFigures topology, DrainFigures pass, double load) {

    double tokensPerSecond() {
        return topology.rate() * tokens;
    }

    /** Records a second of the topology for one of the pass-through. */
    double share() {
        return topology.rate() / pass.rate();
    }

    /** Processor time of stream threads, clients and broker for 1,000 tokens, milliseconds. */
    double millisPer1000Tokens() {
        return topology.micros().total() / tokens;
    }
}
