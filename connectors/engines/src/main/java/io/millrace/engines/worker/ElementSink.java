package io.millrace.engines.worker;

import io.millrace.core.documents.Document;
import io.millrace.events.avro.tokens.DocumentChunk;
import io.millrace.events.avro.tokens.Element;
import io.millrace.events.topic.Trace;
import java.util.concurrent.atomic.AtomicInteger;

/** Where elements and what is too large for them go. Elements of one request stay in the order in which they were sent. */
interface ElementSink {

    /** Sends an element and returns true, unless that has to wait for anything; else as {@link #send(Element, Trace, Runnable)}. */
    boolean offer(Element element, Trace trace, Runnable acknowledged);

    /**
     * Sends an element; may be called by several threads, and may wait for the broker.
     *
     * @param trace of the work that the element comes of
     * @param acknowledged run when it is on the log, on a thread that must not be held up; never run when it is lost
     */
    void send(Element element, Trace trace, Runnable acknowledged);

    /** Sends a part of an answer that is too large for an element; else as {@link #send(Element, Trace, Runnable)}. */
    void send(DocumentChunk chunk, Trace trace, Runnable acknowledged);

    /** Sends all chunks of a document; {@code acknowledged} is run once, when the last of them is on the log. */
    default void send(Document document, Trace trace, Runnable acknowledged) {
        var missing = new AtomicInteger(document.chunks().size());
        for (var chunk : document.chunks()) {
            send(chunk, trace, () -> {
                if (missing.decrementAndGet() == 0) {
                    acknowledged.run();
                }
            });
        }
    }
}
