package io.millrace.load.headline.real;

import io.millrace.load.Benchmark;
import io.millrace.load.headline.HeadlineBench;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;

/** The headline experiment in its two forms: in virtual time, and on Kafka in real time. */
public final class HeadlineForms implements Benchmark {

    private static final int KEPT = 0;
    private static final int NOT_KEPT = 1;
    private static final int NOT_RUN = 2;

    private final HeadlineBench virtual = new HeadlineBench();

    @Override
    public String name() {
        return virtual.name();
    }

    @Override
    public String summary() {
        return "requests a second at a mean of 4 s: streamed against whole stages and barriers, in virtual or real time";
    }

    @Override
    public String options() {
        return virtual.options() + RealOptions.USAGE;
    }

    @Override
    public int run(List<String> args, PrintWriter out) throws IOException, InterruptedException {
        if (!args.contains("--real")) {
            return virtual.run(args, out);
        }
        RealOptions options;
        try {
            options = RealOptions.parse(args);
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            return NOT_RUN;
        }
        try (var bench = RealBench.open(options, out)) {
            for (double rate : options.rates()) {
                for (var plan : options.plans(rate)) {
                    for (var mode : options.modes()) {
                        bench.run(mode, plan);
                    }
                }
            }
        }
        return NOT_KEPT;
    }
}
