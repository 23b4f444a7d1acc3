package io.millrace.cli;

import io.millrace.core.app.Build;
import picocli.CommandLine.IVersionProvider;

/** What {@code millrace --version} says. */
public final class BuildVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"millrace " + Build.read() + ", Java " + Runtime.version()};
    }
}
