package io.millrace.core.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;

/**
 * Which build this is.
 *
 * @param version of the project
 * @param commit it was built from, with {@code -dirty} when something was changed since; empty when it was built without
 *     git or outside a clone
 */
public record Build(String version, Optional<String> commit) {

    private static final String RESOURCE = "build.properties";

    /** What the build wrote into the resources of this module. */
    public static Build read() {
        var properties = new Properties();
        try (var in = Build.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing: build with Maven");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE, e);
        }
        return new Build(
                properties.getProperty("version", ""),
                Optional.of(properties.getProperty("commit", "")).filter(commit -> !commit.isEmpty()));
    }

    /** Version, and commit where it is known: {@code 1.2.0 (1a2b3c4d5e6f)}. */
    @Override
    public String toString() {
        return version + commit.map(known -> " (" + known + ")").orElse("");
    }
}
