package io.millrace.local;

import java.nio.file.Path;

/** A process that starts a platform, prints the process ids of its children and stays until it is killed. */
final class PlatformOwner {

    static final String READY = "ready ";

    private PlatformOwner() {}

    public static void main(String[] arguments) throws InterruptedException {
        var platform = LocalPlatform.start(LocalSettings.in(Path.of(arguments[0])));
        System.out.println(
                READY + platform.broker().pid() + " " + platform.registry().pid());
        Thread.currentThread().join();
    }
}
