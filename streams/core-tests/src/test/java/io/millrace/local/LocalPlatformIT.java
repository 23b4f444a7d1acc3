package io.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.local.LocalPlatformException.AlreadyRunning;
import io.millrace.local.LocalSettings.BrokerLimits;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** One platform serves all tests of the class; those that stop something start it again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LocalPlatformIT {

    private static final Duration READY = Duration.ofMinutes(2);

    private final LocalSettings settings =
            LocalSettings.in(Path.of("target", "local-platform-it")).withBroker(BrokerLimits.SHORT_LIVED);
    private LocalPlatform platform;

    @BeforeAll
    void startPlatform() {
        LocalPlatform.erase(settings);
        platform = LocalPlatform.start(settings);
    }

    @AfterAll
    void closePlatform() {
        platform.close();
    }

    @Test
    void shouldKeepTopicsAndSchemasOverRestart() throws Exception {
        // Given
        var log = new TestLog(platform.bootstrapServers(), "kept-over-restart");
        log.write("before");
        var schemas = new TestSubject(platform.registryUrl(), "kept-over-restart-value");
        schemas.register(TestSubject.WITH_X);
        var bootstrapServers = platform.bootstrapServers();
        // When
        platform.close();
        platform = LocalPlatform.start(settings);
        // Then
        assertThat(platform.bootstrapServers()).isEqualTo(bootstrapServers);
        assertThat(log.read(1)).containsExactly("before");
        assertThat(schemas.versions()).isEqualTo("[1]");
    }

    @Test
    void shouldServeAcknowledgedRecordsAfterBrokerWasKilled() throws Exception {
        // Given
        var log = new TestLog(platform.bootstrapServers(), "kept-over-kill");
        log.write("before");
        // When
        platform.broker().kill();
        platform.broker().start();
        platform.broker().awaitReady(READY);
        // Then
        log.write("after");
        assertThat(log.read(2)).containsExactly("before", "after");
    }

    @Test
    void shouldServeSchemasAfterRegistryWasKilled() throws Exception {
        // Given
        var schemas = new TestSubject(platform.registryUrl(), "kept-over-kill-value");
        schemas.register(TestSubject.WITH_X);
        // When
        platform.registry().kill();
        platform.registry().start();
        platform.registry().awaitReady(READY);
        // Then
        assertThat(schemas.versions()).isEqualTo("[1]");
    }

    @Test
    void shouldRefuseIncompatibleSchema() throws Exception {
        // Given
        var schemas = new TestSubject(platform.registryUrl(), "incompatible-value");
        schemas.register(TestSubject.WITH_X);
        // When
        var status = schemas.register(TestSubject.WITH_Y_INSTEAD);
        // Then
        assertThat(status).isEqualTo(409);
    }

    @Test
    void shouldRefuseSecondPlatformOnSameData() {
        assertThatThrownBy(() -> LocalPlatform.start(settings))
                .isInstanceOf(AlreadyRunning.class)
                .hasMessageContaining("process " + ProcessHandle.current().pid())
                .hasMessageContaining("stop it first");
    }

    @Test
    void shouldTellOthersWhereItRuns() {
        var running = LocalPlatform.find(settings.dataDir());
        assertThat(running).hasValueSatisfying(found -> {
            assertThat(found.owner()).isEqualTo(ProcessHandle.current());
            assertThat(found.bootstrapServers()).isEqualTo(platform.bootstrapServers());
            assertThat(found.registryUrl()).isEqualTo(platform.registryUrl());
        });
    }

    @Test
    void shouldListenOnLoopbackOnly() throws Exception {
        var ports = List.of(port(platform.bootstrapServers()), port(platform.registryUrl()));
        for (var address : NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress())
                .toList()) {
            for (var port : ports) {
                try (var socket = new Socket()) {
                    assertThatThrownBy(() -> socket.connect(new InetSocketAddress(address, port), 500))
                            .as("%s:%d", address, port)
                            .isInstanceOf(java.io.IOException.class);
                }
            }
        }
    }

    @Test
    void shouldSurviveInterruptFromTerminal() throws Exception {
        // When
        for (var pid : List.of(platform.broker().pid(), platform.registry().pid())) {
            new ProcessBuilder("kill", "-INT", Long.toString(pid)).start().waitFor();
        }
        // Then
        var log = new TestLog(platform.bootstrapServers(), "after-interrupt");
        log.write("still here");
        assertThat(log.read(1)).containsExactly("still here");
        assertThat(platform.registry().isAlive()).isTrue();
    }

    @Test
    void shouldTellResidentMemoryOfEachChild() {
        assertThat(platform.residentBytes()).containsOnlyKeys("broker", "registry");
    }

    private static int port(String address) {
        return Integer.parseInt(address.replaceAll(".*127\\.0\\.0\\.1:(\\d+).*", "$1"));
    }
}
