package io.millrace.tokens.plan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The pipelines that come with Millrace, as YAML. */
public final class ShippedPlans {

    private static final String FOLDER = "/io/millrace/tokens/pipelines/";

    private ShippedPlans() {}

    /** Names of all of them. */
    public static List<String> names() {
        return List.of("verified-answer", "map-reduce-summary", "debate");
    }

    /** @throws IllegalArgumentException when none has this name */
    public static String source(String name) {
        try (var in = ShippedPlans.class.getResourceAsStream(FOLDER + name + ".yaml")) {
            if (in == null) {
                throw new IllegalArgumentException("no pipeline '" + name + "' is shipped; there are " + names());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the shipped pipeline " + name, e);
        }
    }
}
