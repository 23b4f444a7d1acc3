package io.millrace.engines.worker;

import io.millrace.events.avro.tokens.Work;
import io.millrace.events.topic.Trace;

/**
 * A call taken from a lane.
 *
 * @param run id of this start of the call
 * @param lane where it came from, as it was owned when the call was taken
 * @param offset its record on the lane
 * @param trace of that record
 */
record QueuedCall(CallKey key, long run, Lane lane, long offset, Work work, Trace trace) {}
