package io.millrace.events.tokens;

import java.util.regex.Pattern;

/** Names of pipelines. They are keys of topics and parts of paths. */
public final class PipelineNames {

    /** What a name may be, for people. */
    public static final String RULE = "up to 64 lower-case letters, digits and dashes, a letter first";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");

    private PipelineNames() {}

    public static boolean isPossible(String name) {
        return NAME.matcher(name).matches();
    }
}
