package io.millrace.load.headline.served;

import io.millrace.load.cluster.ClusterOptions;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process with {@link PlatformMain}. For one thread. */
final class PlatformProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration CLOSE = Duration.ofSeconds(45);
    private static final long LOOK_MILLIS = 100;

    private final Process process;
    private final URI address;

    private PlatformProcess(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    /**
     * Returns once its server listens.
     *
     * @param options of a cluster that runs
     * @param replicas where they are
     * @throws IllegalStateException saying where its output is, when it does not start
     */
    static PlatformProcess start(ClusterOptions options, URI replicas) throws IOException, InterruptedException {
        var data = options.dataDir().toAbsolutePath();
        var address = data.resolve("millrace.address");
        var said = data.resolve("millrace.out");
        Files.createDirectories(data);
        Files.deleteIfExists(address);
        var process = new ProcessBuilder(command(options, replicas, address))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(said.toFile()))
                .start();
        boolean ready = false;
        try {
            await(process, address, said);
            ready = true;
            return new PlatformProcess(process, URI.create(Files.readString(address)));
        } finally {
            if (!ready) {
                process.destroyForcibly();
            }
        }
    }

    URI address() {
        return address;
    }

    /** Since it began. */
    Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Lets it close what it has begun, up to a time. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            process.waitFor(CLOSE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // It has ended already, which is all that is wanted.
            return;
        } finally {
            process.destroyForcibly();
        }
    }

    /** With the heap and collector of this process, and the log of {@code millrace up}. */
    private static List<String> command(ClusterOptions options, URI replicas, Path address) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("-X"))
                .forEach(command::add);
        command.add("-Dlogback.configurationFile=logback-platform.xml");
        command.add("-Dmillrace.log.file=" + address.resolveSibling("millrace.log"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), PlatformMain.class.getName()));
        command.addAll(options.toArguments());
        command.addAll(List.of("--" + PlatformMain.REPLICAS, replicas.toString()));
        command.addAll(List.of("--" + PlatformMain.ADDRESS, address.toString()));
        return command;
    }

    private static void await(Process process, Path address, Path said) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.exists(address)) {
            if (process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(
                        "the platform ended with status " + process.exitValue() + ", see " + said);
            }
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("the platform did not start within " + PATIENCE + ", see " + said);
            }
        }
    }
}
