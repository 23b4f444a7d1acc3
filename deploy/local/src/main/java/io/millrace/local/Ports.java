package io.millrace.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;

/** Ports of the loopback interface. */
public final class Ports {

    static final String HOST = "127.0.0.1";

    /**
     * Chosen ports lie below the range from which systems take the local ports of outgoing connections. A client that
     * tries to reach a stopped server on a port of that range can be given the very port and connect to itself.
     */
    private static final int LOWEST = 15_000;

    private static final int HIGHEST = 31_999;
    private static final int ATTEMPTS = 200;

    private Ports() {}

    static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** One that nothing listens on at the moment. */
    public static int free() {
        var random = new SecureRandom();
        for (var i = 0; i < ATTEMPTS; i++) {
            var port = LOWEST + random.nextInt(HIGHEST - LOWEST + 1);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port among " + ATTEMPTS + " of " + LOWEST + ".." + HIGHEST);
    }

    /** Whether nothing listens on it at the moment. */
    public static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            // As the servers do: connections of the last run that linger in TIME_WAIT do not count.
            socket.setReuseAddress(true);
            socket.bind(address(port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
