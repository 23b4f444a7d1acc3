package io.millrace.core.app;

/** An application is not running now. When it is starting or rebalancing, ask again later; after ERROR see the log. */
public final class NotRunningException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final AppState state;

    public NotRunningException(String application, AppState state, String reason) {
        super(application + " is not running but " + state + ": " + reason);
        this.state = state;
    }

    public AppState state() {
        return state;
    }
}
