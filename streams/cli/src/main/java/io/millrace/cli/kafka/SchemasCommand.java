package io.millrace.cli.kafka;

import io.millrace.cli.CommandFailure;
import io.millrace.cli.Console;
import io.millrace.cli.ExitCode;
import io.millrace.cli.platform.PlatformOptions;
import io.millrace.cli.platform.PlatformTopics;
import io.millrace.cli.platform.Progress;
import io.millrace.core.schemas.SchemaRegistrar;
import io.millrace.core.settings.CoreSettings;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code millrace schemas}. */
@Command(name = "schemas", description = "Register and check the schemas of all topics.")
public final class SchemasCommand {

    @Mixin
    private Console console;

    /** {@code millrace schemas register}. */
    @Command(name = "register", description = "Register the schema of each topic, with compatibility FULL_TRANSITIVE.")
    int register(@Mixin PlatformOptions platform) throws Exception {
        var settings = platform.settingsOfStateless();
        var core = CoreSettings.of(settings);
        try (var registrar = SchemaRegistrar.of(core)) {
            var ids = new Progress(console.err())
                    .step(schemasAt(core), () -> registrar.register(PlatformTopics.catalogue(settings)));
            new TreeMap<>(ids).forEach((subject, id) -> console.out().printf("%-32s id %d%n", subject, id));
        }
        return ExitCode.OK.code();
    }

    /** {@code millrace schemas check}. */
    @Command(
            name = "check",
            description = "Check whether the schemas of this build could be registered; changes nothing.")
    int check(@Mixin PlatformOptions platform) throws Exception {
        var settings = platform.settingsOfStateless();
        var core = CoreSettings.of(settings);
        try (var registrar = SchemaRegistrar.of(core)) {
            var errors = new Progress(console.err())
                    .step(schemasAt(core), () -> registrar.check(PlatformTopics.catalogue(settings)));
            if (!errors.isEmpty()) {
                throw new CommandFailure(
                        ExitCode.REFUSED, "the registry would refuse them:\n  " + String.join("\n  ", errors));
            }
        }
        console.out().println("all schemas are compatible");
        return ExitCode.OK.code();
    }

    private static String schemasAt(CoreSettings core) {
        return "schemas at " + core.registryUrl();
    }
}
