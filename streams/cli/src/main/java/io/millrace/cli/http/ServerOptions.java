package io.millrace.cli.http;

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

    public Api api() {
        return Api.of(url());
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
