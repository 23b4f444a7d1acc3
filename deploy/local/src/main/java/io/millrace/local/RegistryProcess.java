package io.millrace.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Apicurio Registry in its own JVM; schemas are kept in an H2 file of the data directory. */
public final class RegistryProcess extends ChildProcess {

    static final String NAME = "registry";

    private static final String JAR = "deploy/local/target/registry/apicurio-registry-app-2.6.13.Final-runner.jar";
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(2);

    private final Installation installation;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(ANSWER_TIMEOUT)
            .build();

    private RegistryProcess(Launch launch, Installation installation, DataDirectory directory, LocalSettings settings) {
        super(launch, directory, settings.stopTimeout());
        this.installation = installation;
    }

    /** @throws LocalPlatformException.NotBuilt when the registry's distribution was not unpacked by a build */
    static RegistryProcess of(Installation installation, DataDirectory directory, LocalSettings settings) {
        var jar = settings.home().resolve(JAR);
        var options = List.of(
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dquarkus.http.host=" + Ports.HOST,
                "-Dquarkus.http.port=" + installation.registryPort(),
                "-Dquarkus.datasource.jdbc.min-size=1",
                "-Dquarkus.datasource.jdbc.initial-size=1",
                "-Dquarkus.datasource.jdbc.max-size=8",
                "-Dregistry.rules.global.compatibility=FULL_TRANSITIVE");
        var environment = Map.of(
                "REGISTRY_DATASOURCE_URL",
                "jdbc:h2:file:" + directory.registry().resolve("registry") + ";WRITE_DELAY=0",
                "MALLOC_ARENA_MAX",
                "2");
        return new RegistryProcess(
                new Launch(NAME, jar, options, List.of(), directory.root(), environment),
                installation,
                directory,
                settings);
    }

    /** Root of Confluent's API. */
    public String url() {
        return installation.registryUrl();
    }

    @Override
    boolean answers() {
        var request = HttpRequest.newBuilder(URI.create(url() + "/subjects"))
                .timeout(ANSWER_TIMEOUT)
                .build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
