package io.millrace.engines.worker;

import io.millrace.events.avro.tokens.Element;
import io.millrace.events.topic.Trace;

/** Where elements go. Elements of one request stay in the order in which they were sent. */
interface ElementSink {

    /**
     * Sends an element; may be called by several threads.
     *
     * @param trace of the work that the element comes of
     * @param acknowledged run when it is on the log, on a thread that must not be held up; never run when it is lost
     */
    void send(Element element, Trace trace, Runnable acknowledged);
}
