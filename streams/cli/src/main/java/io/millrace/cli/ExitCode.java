package io.millrace.cli;

/** What a command tells the shell. Part of the contract with scripts: a code never changes its meaning. */
public enum ExitCode {
    OK(0, "done"),
    FAILED(1, "the command failed"),
    USAGE(2, "wrong arguments or input"),
    UNREACHABLE(3, "the server, broker or registry does not answer or is not ready"),
    NOT_FOUND(4, "what was named does not exist"),
    REFUSED(5, "understood and refused: not allowed, in conflict, or running already");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    public int code() {
        return code;
    }

    public String meaning() {
        return meaning;
    }
}
