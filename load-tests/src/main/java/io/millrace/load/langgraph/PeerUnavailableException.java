package io.millrace.load.langgraph;

import java.io.IOException;

/** The peer cannot be run here; the message says what to install or to look at. */
public final class PeerUnavailableException extends IOException {

    private static final long serialVersionUID = 1;

    PeerUnavailableException(String message) {
        super(message);
    }

    PeerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
