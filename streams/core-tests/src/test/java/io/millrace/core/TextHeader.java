package io.millrace.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.header.Header;

/** A header of text. */
record TextHeader(String key, String text) implements Header {

    @Override
    public byte[] value() {
        return text.getBytes(UTF_8);
    }
}
