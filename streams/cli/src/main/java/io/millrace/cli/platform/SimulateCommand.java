package io.millrace.cli.platform;

import io.millrace.cli.CommandFailure;
import io.millrace.cli.Console;
import io.millrace.cli.ExitCode;
import io.millrace.core.settings.RawSettings;
import io.millrace.engines.simulated.EngineProfile;
import io.millrace.engines.simulated.SimulatedServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace simulate}. */
@Command(
        name = "simulate",
        description = {
            "Serve simulated model replicas as OpenAI's chat completions, to measure any client on them.",
            "The last line of the messages that begins with @simulate says what to write."
        })
public final class SimulateCommand implements Callable<Integer> {

    @Option(names = "--host", paramLabel = "HOST", defaultValue = "127.0.0.1", description = "Address to listen on.")
    private String host;

    @Option(names = "--port", paramLabel = "PORT", defaultValue = "8100", description = "Port, 0 for a free one.")
    private int port;

    @Option(names = "--replicas", paramLabel = "N", defaultValue = "4", description = "Replicas behind the port.")
    private int replicas;

    @Option(names = "--profile", paramLabel = "NAME", defaultValue = "a100-8b", description = "a100-8b or h100-7b.")
    private String profile;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Seed of what is drawn.")
    private long seed;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Setting of the simulated search, such as simulated.search.median.ms=150.")
    private Map<String, String> settings = Map.of();

    @Mixin
    private Console console;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var parts = new Parts();
        try (parts;
                var stop = StopSignal.closing(parts)) {
            var server = parts.add(start(), SimulatedServer::close);
            console.out().println("simulating " + profile + " at http://" + host + ":" + server.port() + "/v1");
            stop.await();
            return ExitCode.OK.code();
        }
    }

    private SimulatedServer start() throws IOException {
        try {
            var options =
                    new SimulatedServer.Options(replicas, EngineProfile.named(profile), seed, RawSettings.of(settings));
            return SimulatedServer.start(new InetSocketAddress(host, port), options);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        } catch (BindException e) {
            throw new CommandFailure(
                    ExitCode.REFUSED, "port " + port + " of " + host + " is taken; choose another with --port", e);
        }
    }
}
