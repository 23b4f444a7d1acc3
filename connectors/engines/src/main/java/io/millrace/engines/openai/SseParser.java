package io.millrace.engines.openai;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Reads server-sent events (WHATWG HTML, section 9.2) from bytes cut anywhere. Delivers the data of each event; names,
 * ids, retry times and comments are passed over. Lines are decoded whole, so that a character cut in two does no harm. Not
 * safe for use by several threads.
 */
final class SseParser {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final int maxEventBytes;
    private final Consumer<String> events;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder data = new StringBuilder();
    private boolean hasData;
    private boolean afterCarriageReturn;
    private boolean firstLine = true;

    /**
     * @param maxEventBytes largest event that is read
     * @param events told the data of each event, lines joined by LF
     */
    SseParser(int maxEventBytes, Consumer<String> events) {
        this.maxEventBytes = maxEventBytes;
        this.events = events;
    }

    /** @throws IllegalStateException for an event that is too large */
    void accept(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            boolean secondOfPair = afterCarriageReturn && next == '\n';
            afterCarriageReturn = next == '\r';
            if (secondOfPair) {
                continue;
            }
            if (next == '\n' || next == '\r') {
                endLine();
            } else {
                line.write(next);
                requireRoom();
            }
        }
    }

    /** The stream is at its end: delivers an event whose lines are whole though the empty line after it is missing. */
    void finish() {
        endEvent();
    }

    private void endLine() {
        var text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (firstLine && text.startsWith(BYTE_ORDER_MARK)) {
            text = text.substring(1);
        }
        firstLine = false;
        if (text.isEmpty()) {
            endEvent();
        } else if (text.equals("data")) {
            addData("");
        } else if (text.startsWith("data:")) {
            addData(text.substring(text.startsWith("data: ") ? "data: ".length() : "data:".length()));
        }
    }

    private void addData(String value) {
        if (hasData) {
            data.append('\n');
        }
        data.append(value);
        hasData = true;
        requireRoom();
    }

    private void endEvent() {
        if (hasData) {
            var event = data.toString();
            data.setLength(0);
            hasData = false;
            events.accept(event);
        }
    }

    private void requireRoom() {
        if (line.size() + data.length() > maxEventBytes) {
            throw new IllegalStateException("an event is larger than " + maxEventBytes + " bytes");
        }
    }
}
