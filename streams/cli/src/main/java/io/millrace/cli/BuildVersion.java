package io.millrace.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** Version from the manifest of the jar; classes outside a jar have none. */
public final class BuildVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"millrace " + current() + " (Java " + Runtime.version() + ")"};
    }

    public static String current() {
        return Objects.requireNonNullElse(BuildVersion.class.getPackage().getImplementationVersion(), "development");
    }
}
