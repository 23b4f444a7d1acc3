package io.millrace.engines.local;

import io.millrace.engines.spi.Engine;
import io.millrace.engines.spi.EngineCall;
import io.millrace.engines.spi.EngineListener;
import io.millrace.engines.spi.EngineRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small engine without network and without GPU: it quotes the user's documents and finds evidence in them, and it does not
 * write or reason. The same input over the same index gives the same output. As many calls run at once as there are cores.
 */
public final class LocalEngine implements Engine {

    /** Calls that may wait; a worker's concurrency is far below it. */
    private static final int MAX_WAITING = 1_024;

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(LocalEngine.class);

    private final LocalTasks tasks;
    private final Clock clock;
    private final ThreadPoolExecutor threads;
    private final Set<LocalCall> open = ConcurrentHashMap.newKeySet();

    LocalEngine(LocalTasks tasks, Clock clock) {
        this.tasks = tasks;
        this.clock = clock;
        int cores = Runtime.getRuntime().availableProcessors();
        this.threads = new ThreadPoolExecutor(
                cores, cores, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), LocalEngine::thread);
    }

    @Override
    public EngineCall start(EngineRequest request, EngineListener listener) {
        var call = new LocalCall(request, listener, tasks, clock);
        open.add(call);
        try {
            threads.execute(() -> {
                try {
                    call.run();
                } finally {
                    open.remove(call);
                }
            });
        } catch (RejectedExecutionException e) {
            open.remove(call);
            call.refuse();
        }
        return call;
    }

    /** Calls off what runs, and waits until it has let go of the index. */
    @Override
    public void close() {
        threads.shutdownNow();
        open.forEach(LocalCall::cancel);
        try {
            if (!threads.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("Calls of the local engine did not end within {}", CLOSE_TIMEOUT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        tasks.close();
    }

    private static Thread thread(Runnable task) {
        var thread = new Thread(task, "local-engine");
        thread.setDaemon(true);
        return thread;
    }
}
