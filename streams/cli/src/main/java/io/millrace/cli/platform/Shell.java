package io.millrace.cli.platform;

import java.util.regex.Pattern;

/** Words of commands that are printed for people to run in a POSIX shell. */
final class Shell {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+,-]+");

    private Shell() {}

    /** {@code text} as one word; quoted where the shell would read something else. */
    static String word(String text) {
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
