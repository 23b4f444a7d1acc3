package io.millrace.cli.client;

import io.millrace.cli.Console;
import io.millrace.cli.ExitCode;
import io.millrace.cli.http.ServerOptions;
import io.millrace.cli.instances.InstanceFiles;
import io.millrace.cli.platform.DataDirectoryOption;
import io.millrace.cli.platform.RunningInstance;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code millrace status}. */
@Command(name = "status", description = "Show what runs and whether it is ready; the exit code says it to scripts.")
public final class StatusCommand implements Callable<Integer> {

    private static final int READY = 200;

    @Mixin
    private DataDirectoryOption data;

    @Mixin
    private ServerOptions server;

    @Mixin
    private Console console;

    @Override
    public Integer call() {
        var api = server.apiOn(data);
        var ready = api.status("/health/ready") == READY;
        show("server", api.base() + (ready ? " ready" : " not ready"));
        var version = api.get("/version", Map.of());
        version.properties()
                .forEach(field -> show(field.getKey(), field.getValue().asText()));
        RunningInstance.find(data.directory())
                .filter(instance -> instance.url().equals(api.base()))
                .ifPresent(this::showLocal);
        return (ready ? ExitCode.OK : ExitCode.UNREACHABLE).code();
    }

    private void showLocal(RunningInstance instance) {
        show("broker", instance.bootstrapServers());
        show("registry", instance.registryUrl());
        show("process", Long.toString(instance.process()));
        show("data", data.directory().toString());
        new InstanceFiles(data.directory())
                .ready()
                .forEach((number, other) ->
                        show("instance", number + "  " + other.url() + "  process " + other.process()));
    }

    private void show(String what, String value) {
        console.out().printf("%-10s %s%n", what, value);
    }
}
