package io.millrace.local;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.local.LocalPlatformException.NotBuilt;
import io.millrace.local.LocalPlatformException.PortTaken;
import io.millrace.local.LocalPlatformException.UnusableDataDirectory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalPlatformRefusalTest {

    @TempDir
    Path directory;

    @Test
    void shouldRefuseTakenBrokerPort() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var settings = LocalSettings.in(directory).withPorts(taken.getLocalPort(), 0);
            assertThatThrownBy(() -> LocalPlatform.start(settings))
                    .isInstanceOf(PortTaken.class)
                    .hasMessageContaining("port " + taken.getLocalPort() + " for the broker is taken")
                    .hasMessageContaining("choose another port");
        }
    }

    @Test
    void shouldRefuseTakenRegistryPort() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var settings = LocalSettings.in(directory).withPorts(0, taken.getLocalPort());
            assertThatThrownBy(() -> LocalPlatform.start(settings))
                    .isInstanceOf(PortTaken.class)
                    .hasMessageContaining("port " + taken.getLocalPort() + " for the registry is taken");
        }
    }

    @Test
    void shouldFreeDataDirectoryAfterRefusal() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var settings = LocalSettings.in(directory).withPorts(taken.getLocalPort(), 0);
            assertThatThrownBy(() -> LocalPlatform.start(settings)).isInstanceOf(PortTaken.class);
            assertThatThrownBy(() -> LocalPlatform.start(settings)).isInstanceOf(PortTaken.class);
        }
    }

    @Test
    void shouldRefuseDataDirectoryThatIsAFile() throws Exception {
        var file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> LocalPlatform.start(LocalSettings.in(file)))
                .isInstanceOf(UnusableDataDirectory.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("it is a file")
                .hasMessageContaining("choose another one");
    }

    @Test
    void shouldSayHowToBuildWhenRegistryIsMissing() {
        var settings = LocalSettings.in(directory.resolve("data")).withHome(directory);
        assertThatThrownBy(() -> LocalPlatform.start(settings))
                .isInstanceOf(NotBuilt.class)
                .hasMessageContaining("mvn package");
    }
}
