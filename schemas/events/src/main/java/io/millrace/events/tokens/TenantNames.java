package io.millrace.events.tokens;

import java.util.regex.Pattern;

/** Names of tenants, in whose name requests are asked. They are keys of stores and parts of the keys of settings. */
public final class TenantNames {

    /** Of who names none. */
    public static final String DEFAULT = "default";

    /** What a name may be, for people. */
    public static final String RULE = "1 to 64 letters, digits, dashes and underscores";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private TenantNames() {}

    public static boolean isPossible(String name) {
        return NAME.matcher(name).matches();
    }
}
