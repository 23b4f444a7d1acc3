package io.millrace.load.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.load.Benchmark;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetrievalBenchTest {

    @TempDir
    Path directory;

    @Test
    void shouldSayWhereTheDataComesFromWhenItIsAbsent() throws Exception {
        var out = new StringWriter();

        int exit = bench().run(List.of("--data", directory.toString()), new PrintWriter(out, true));

        assertThat(exit).isEqualTo(2);
        assertThat(out.toString()).contains(directory.toString(), "docs/data.md", "MILLRACE_DATA");
    }

    @Test
    void shouldSayWhichOptionsThereAre() throws Exception {
        var out = new StringWriter();

        int exit = bench().run(List.of("--depth", "7"), new PrintWriter(out, true));

        assertThat(exit).isEqualTo(2);
        assertThat(out.toString()).contains("unknown option --depth", "--report VALUE");
    }

    private static Benchmark bench() {
        return ServiceLoader.load(Benchmark.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(candidate -> candidate.name().equals("retrieval"))
                .findFirst()
                .orElseThrow();
    }
}
