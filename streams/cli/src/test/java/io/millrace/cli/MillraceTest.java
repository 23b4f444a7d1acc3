package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.app.Build;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MillraceTest {

    static Stream<List<String>> commands() {
        var paths = new ArrayList<List<String>>();
        collect(List.of(), Millrace.commandLine(), paths);
        return paths.stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void shouldExplainEachCommand(List<String> command) {
        var arguments = new ArrayList<>(command);
        arguments.add("--help");

        var run = CommandRun.of(arguments.toArray(String[]::new));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("Usage: "
                        + String.join(
                                " ",
                                Stream.concat(Stream.of("millrace"), command.stream())
                                        .toList()));
        assertThat(run.out()).contains("Exit codes:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"headline", "hop", "retrieval", "routers"})
    void shouldExplainTheOptionsOfAnExperiment(String name) {
        var run = CommandRun.of("bench", name, "--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("--report");
    }

    @Test
    void shouldSayWhichNumberOfAnExperimentIsNone() {
        var run = CommandRun.of("bench", "hop", "--rate", "abc");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.out() + run.err()).contains("--rate", "abc");
    }

    @Test
    void shouldSayWhichCommandsThereAreWhenNoneIsNamed() {
        var run = CommandRun.of();

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.err()).contains("millrace --help");
    }

    @Test
    void shouldRefuseAnUnknownCommand() {
        var run = CommandRun.of("asks");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.err()).contains("asks");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "version"})
    void shouldSayWhichBuildItIs(String argument) {
        var run = CommandRun.of(argument);

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("millrace " + Build.read());
    }

    @Test
    void shouldCompleteEveryCommand() {
        var run = CommandRun.of("completion");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("complete -F _complete_millrace").contains("publish");
    }

    @Test
    void shouldListEveryExitCodeInTheHelp() {
        var help = CommandRun.of("--help").out();

        for (var code : ExitCode.values()) {
            assertThat(help).containsPattern("(?m)^ +" + code.code() + " +" + firstWords(code));
        }
    }

    /** Long lines are broken. */
    private static String firstWords(ExitCode code) {
        return Pattern.quote(
                code.meaning().substring(0, Math.min(20, code.meaning().length())));
    }

    private static void collect(List<String> path, CommandLine command, List<List<String>> paths) {
        paths.add(path);
        command.getSubcommands().forEach((name, child) -> {
            var childPath = new ArrayList<>(path);
            childPath.add(name);
            collect(childPath, child, paths);
        });
    }
}
