package io.millrace.events.serde;

import io.millrace.events.avro.tokens.Element;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Lets Avro make the generated records of this module. Since 1.12.2 Avro refuses every class that is not trusted by name;
 * what the process trusts already stays trusted.
 */
public final class TrustedEvents {

    private static final String PREFIX = rootPackage();

    static {
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.getGlobal(), type -> type.getName().startsWith(PREFIX)));
    }

    private TrustedEvents() {}

    /** Called before any record is read; the work is done once, when this class is loaded. */
    public static void trust() {}

    private static String rootPackage() {
        var tokens = Element.class.getPackageName();
        return tokens.substring(0, tokens.lastIndexOf('.') + 1);
    }
}
