package io.millrace.engines.local;

/** The call was cancelled or is past its deadline, and its listener knows. The task only has to stop. */
final class CallEndedException extends Exception {

    private static final long serialVersionUID = 1L;

    CallEndedException() {
        super("the call has ended", null, false, false);
    }
}
