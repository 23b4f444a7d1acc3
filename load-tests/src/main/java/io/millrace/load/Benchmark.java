package io.millrace.load;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;

/** Something that {@code millrace bench NAME} runs; named in {@code META-INF/services}. */
public interface Benchmark {

    /** One word, in lower case. */
    String name();

    /** What it measures, in one line. */
    String summary();

    /** Its options with their defaults, one a line. */
    String options();

    /**
     * Runs to the end, writes its report and says what it found.
     *
     * @param args the rest of the command line
     * @param out progress and figures for people
     * @return exit code: 0 when what it promises holds, 1 when not, 2 when it could not be run
     */
    int run(List<String> args, PrintWriter out) throws IOException, InterruptedException;
}
