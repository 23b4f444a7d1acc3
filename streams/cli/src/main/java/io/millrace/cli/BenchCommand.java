package io.millrace.cli;

import io.millrace.load.Benchmark;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace bench}. */
@Command(
        name = "bench",
        description = {
            "Run an experiment; without NAME it lists them.",
            "What follows NAME goes to the experiment: 'millrace bench NAME --help' shows its options."
        })
public final class BenchCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "NAME", arity = "0..1", description = "Experiment to run.")
    private @Nullable String name;

    @Parameters(index = "1..*", paramLabel = "ARGUMENT", arity = "0..*", description = "Arguments of the experiment.")
    private @Nullable List<String> arguments;

    @Mixin
    private Console console;

    /** Options behind the name are the experiment's. */
    @Spec
    void passOptionsOn(CommandSpec spec) {
        spec.parser().stopAtPositional(true);
    }

    @Override
    public Integer call() throws Exception {
        var benchmarks = ServiceLoader.load(Benchmark.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        if (name == null) {
            benchmarks.forEach(known -> console.out().printf("%-12s %s%n", known.name(), known.summary()));
            return ExitCode.OK.code();
        }
        for (var benchmark : benchmarks) {
            if (benchmark.name().equals(name)) {
                return run(benchmark, arguments == null ? List.of() : arguments);
            }
        }
        var names = benchmarks.stream().map(Benchmark::name).collect(Collectors.joining(", "));
        throw new CommandFailure(ExitCode.USAGE, "there is no experiment '" + name + "': choose one of " + names);
    }

    private int run(Benchmark benchmark, List<String> options) throws Exception {
        if (options.contains("--help") || options.contains("-h")) {
            console.out().printf("%s%n%n%s", benchmark.summary(), benchmark.options());
            return ExitCode.OK.code();
        }
        return benchmark.run(options, console.out());
    }
}
