package io.millrace.cli.http;

import io.millrace.cli.CommandFailure;
import io.millrace.cli.ExitCode;
import io.millrace.cli.platform.DataDirectoryOption;
import io.millrace.cli.platform.RunningInstance;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which server a client command talks to. */
public final class ServerOptions {

    private static final URI DEFAULT = URI.create("http://127.0.0.1:8080");

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "${env:MILLRACE_URL}",
            description = "Server to talk to, else MILLRACE_URL, else the one that runs on ./.millrace,"
                    + " else http://127.0.0.1:8080.")
    private @Nullable URI url;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "File with the bearer token for a server that authenticates, else MILLRACE_TOKEN.")
    private @Nullable Path tokenFile;

    public Api api() {
        return api(url());
    }

    /**
     * For commands that are about a data directory: where no server is named, the one that runs on it.
     *
     * @throws CommandFailure UNREACHABLE when none runs there, unless it is where commands look anyway
     */
    public Api apiOn(DataDirectoryOption data) {
        if (url != null || data.isDefault()) {
            return api();
        }
        return RunningInstance.find(data.directory())
                .map(running -> api(running.url()))
                .orElseThrow(
                        () -> new CommandFailure(
                                ExitCode.UNREACHABLE,
                                "no platform runs on " + data.directory()
                                        + ", or it is not ready yet: start it with 'millrace up', or name a server with --url"));
    }

    private Api api(URI server) {
        return tokenFile == null ? Api.of(server) : Api.of(server, Token.ofFile(tokenFile));
    }

    private URI url() {
        if (url != null) {
            return url;
        }
        return RunningInstance.find(Path.of(RunningInstance.DEFAULT_DATA_DIR))
                .map(RunningInstance::url)
                .orElse(DEFAULT);
    }
}
