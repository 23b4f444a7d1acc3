package io.millrace.cli.kafka;

import io.millrace.cli.Console;
import io.millrace.cli.ExitCode;
import io.millrace.cli.Quantity;
import io.millrace.cli.platform.PlatformOptions;
import io.millrace.core.failure.DeadLetter;
import io.millrace.core.failure.DeadLetters;
import io.millrace.core.failure.FailurePolicy;
import io.millrace.core.settings.CoreSettings;
import io.millrace.tokens.TokensTopology;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace dlq}. */
@Command(name = "dlq", description = "Look at records that were set aside, and publish them again.")
public final class DlqCommand {

    /** Topics of what is set aside have one partition. */
    private static final int PARTITION = 0;

    private static final int SHOWN_BYTES = 256;

    @Mixin
    private Console console;

    /** The topic, by the application whose it is or by its own name. */
    static final class Letters {

        @Option(
                names = "--application",
                paramLabel = "NAME",
                required = true,
                description = "Whose dead letters (default millrace.tokens; workers have millrace.workers).")
        private String application = TokensTopology.APPLICATION;

        @Option(
                names = "--topic",
                paramLabel = "TOPIC",
                required = true,
                description =
                        "Which topic instead, such as tokens.requests-rejected with the requests that make no sense.")
        private @Nullable String topic;
    }

    /** Which letters, and where. */
    static final class Source {

        @ArgGroup
        private Letters chosen = new Letters();

        @Mixin
        private PlatformOptions platform;

        String topic() {
            return chosen.topic == null ? FailurePolicy.deadLetterTopic(chosen.application) : chosen.topic;
        }

        DeadLetters letters() {
            return DeadLetters.of(CoreSettings.of(platform.settingsOfStateless()));
        }

        DeadLetter letter(long offset) {
            return letters().show(topic(), PARTITION, offset);
        }
    }

    /** {@code millrace dlq list}. */
    @Command(name = "list", description = "List them, oldest first: offset, where the record was, why.")
    int list(
            @Mixin Source source,
            @Option(names = "--from", paramLabel = "OFFSET", defaultValue = "0", description = "First one to list.")
                    long from,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "50",
                            description = "At most N (default ${DEFAULT-VALUE}).")
                    int limit) {
        var page = source.letters().list(source.topic(), PARTITION, from, limit);
        for (var letter : page.letters()) {
            console.out()
                    .printf(
                            "%-6d %s  %-30s %s: %s%n",
                            letter.place().offset(),
                            letter.at(),
                            letter.original(),
                            letter.error().reason(),
                            letter.error().message());
        }
        console.err()
                .println(Quantity.of(page.letters().size(), "letter")
                        + (page.more() ? ", more with --from " + page.next() : ""));
        return ExitCode.OK.code();
    }

    /** {@code millrace dlq show}. */
    @Command(name = "show", description = "Show one with its headers and the first bytes of its value.")
    int show(@Mixin Source source, @Parameters(paramLabel = "OFFSET", description = "Which one.") long offset) {
        var letter = source.letter(offset);
        row("letter", letter.place().toString());
        row("record", letter.original().toString());
        row("time", letter.at().toString());
        row("reason", letter.error().reason());
        row("error", letter.error().type() + ": " + letter.error().message());
        row("key", letter.key() == null ? "none" : new String(letter.key(), StandardCharsets.UTF_8));
        letter.headers()
                .forEach(header ->
                        row("header", header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8)));
        row("value", value(letter));
        return ExitCode.OK.code();
    }

    /** {@code millrace dlq replay}. */
    @Command(
            name = "replay",
            description = "Publish records again where they were, with their own headers; the letters stay.")
    int replay(
            @Mixin Source source,
            @Parameters(paramLabel = "OFFSET", arity = "1..*", description = "Which ones.") List<Long> offsets) {
        var letters = source.letters();
        for (var offset : offsets) {
            var place = letters.replay(source.letter(offset));
            console.out().println("letter " + offset + " is now " + place);
        }
        return ExitCode.OK.code();
    }

    private static String value(DeadLetter letter) {
        var value = letter.value();
        if (value == null) {
            return "none";
        }
        var shown = Math.min(value.length, SHOWN_BYTES);
        var size = letter.originalBytes().map(bytes -> bytes + " bytes, cut").orElse(value.length + " bytes");
        return size + ": " + HexFormat.of().formatHex(value, 0, shown);
    }

    private void row(String name, String value) {
        console.out().printf("%-8s %s%n", name, value);
    }
}
