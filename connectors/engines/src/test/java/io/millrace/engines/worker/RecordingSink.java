package io.millrace.engines.worker;

import io.millrace.events.avro.tokens.DocumentChunk;
import io.millrace.events.avro.tokens.Element;
import io.millrace.events.topic.Trace;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what is sent and acknowledges it at once, chunks only when told to while they are held. */
final class RecordingSink implements ElementSink {

    final List<Element> elements = new CopyOnWriteArrayList<>();
    final List<Trace> traces = new CopyOnWriteArrayList<>();
    final List<DocumentChunk> chunks = new CopyOnWriteArrayList<>();
    private final List<Runnable> acknowledgements = new CopyOnWriteArrayList<>();
    private volatile boolean held;

    @Override
    public boolean offer(Element element, Trace trace, Runnable acknowledged) {
        send(element, trace, acknowledged);
        return true;
    }

    @Override
    public void send(Element element, Trace trace, Runnable acknowledged) {
        elements.add(element);
        traces.add(trace);
        acknowledged.run();
    }

    @Override
    public void send(DocumentChunk chunk, Trace trace, Runnable acknowledged) {
        chunks.add(chunk);
        acknowledgements.add(acknowledged);
        if (!held) {
            acknowledged.run();
        }
    }

    void holdChunks() {
        held = true;
    }

    void acknowledge(int chunk) {
        acknowledgements.get(chunk).run();
    }
}
