package io.millrace.cli.kafka;

import io.millrace.cli.Console;
import io.millrace.cli.ExitCode;
import io.millrace.cli.client.TopicListCommand;
import io.millrace.cli.platform.PlatformOptions;
import io.millrace.cli.platform.PlatformTopics;
import io.millrace.cli.platform.Progress;
import io.millrace.core.settings.CoreSettings;
import io.millrace.core.topics.TopicAdmin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code millrace topics}. */
@Command(
        name = "topics",
        description = "List the topics of the platform, create those that are missing.",
        subcommands = TopicListCommand.class)
public final class TopicsCommand {

    @Mixin
    private Console console;

    /** {@code millrace topics create}. */
    @Command(
            name = "create",
            description = "Create the topics that are missing; those that exist are left as they are.")
    int create(@Mixin PlatformOptions platform) throws Exception {
        var settings = platform.settingsOfStateless();
        var core = CoreSettings.of(settings);
        var catalogue = PlatformTopics.catalogue(settings);
        try (var admin = TopicAdmin.of(core)) {
            var created = new Progress(console.err())
                    .step("topics at " + core.bootstrapServers(), () -> PlatformTopics.create(admin, catalogue));
            created.forEach(name -> console.out().println("created " + name));
            console.out()
                    .println(created.size() + " created, " + catalogue.topics().size() + " in the catalogue");
            admin.differences(catalogue).forEach(console.err()::println);
        }
        return ExitCode.OK.code();
    }
}
