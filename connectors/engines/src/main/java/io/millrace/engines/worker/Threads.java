package io.millrace.engines.worker;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that do not keep the process alive, numbered under one name. */
final class Threads {

    private Threads() {}

    static ThreadFactory named(String name) {
        var number = new AtomicInteger();
        return task -> {
            var thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
