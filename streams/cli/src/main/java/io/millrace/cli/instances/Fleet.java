package io.millrace.cli.instances;

import io.millrace.cli.CommandFailure;
import io.millrace.cli.ExitCode;
import io.millrace.cli.instances.InstanceFiles.Instance;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The instances beside the first: as many processes as are wanted, whatever becomes of them. One that ends is started again;
 * the highest numbers leave first. One thread looks after them; started and closed once.
 */
public final class Fleet implements AutoCloseable {

    /** As many as {@code tokens.replies} has partitions by default: each instance reads one of its own. */
    public static final int MOST = 8;

    private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);
    private static final long LOOK_MILLIS = 500;
    private static final Duration START_WITHIN = Duration.ofSeconds(120);

    /** Settings of an instance, by its number. */
    @FunctionalInterface
    public interface Settings {

        /** @param directory of its state */
        Map<String, String> of(int number, Path directory);
    }

    private final Path directory;
    private final InstanceFiles files;
    private final Settings settings;
    private final TreeMap<Integer, InstanceProcess> running = new TreeMap<>();
    private final TreeMap<Integer, Instance> ready = new TreeMap<>();
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "millrace-instances"));

    /** @param dataDir of the platform; that of each instance lies within */
    public Fleet(Path dataDir, Settings settings) {
        this.directory = dataDir.resolve("instances");
        this.files = new InstanceFiles(dataDir);
        this.settings = settings;
    }

    /** Starts those that are wanted, counting the first, which is not of the fleet; waits until they are ready. */
    public void start(int count) {
        files.want(count);
        var unused = thread.scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        awaitReady(files, count, START_WITHIN);
    }

    /**
     * Waits until there are as many, all ready.
     *
     * @throws CommandFailure UNREACHABLE when that takes too long
     */
    public static void awaitReady(InstanceFiles files, int count, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (files.ready().size() != count - 1) {
            if (System.nanoTime() - end > 0) {
                throw new CommandFailure(
                        ExitCode.UNREACHABLE,
                        "there are not " + count + " instances after " + limit.toSeconds()
                                + " s: the logs below instances/ in the data directory say why");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS / 5));
        }
    }

    private synchronized void look() {
        try {
            int wanted = files.wanted();
            stopFrom(wanted);
            for (int number = 1; number < wanted; number++) {
                var known = running.get(number);
                if (known != null && !known.isAlive()) {
                    LOG.warn("Instance ended, it is started again number={} log={}", number, known.log());
                }
                if (known == null || !known.isAlive()) {
                    running.put(number, started(number));
                }
            }
            tellReady();
        } catch (CommandFailure e) {
            LOG.error("Instances could not be looked after", e);
        }
    }

    private InstanceProcess started(int number) {
        var own = directory.resolve(Integer.toString(number));
        var values = settings.of(number, own);
        var url = URI.create("http://" + values.get("server.host") + ":" + values.get("server.port"));
        return InstanceProcess.start(own, values, url);
    }

    private void stopFrom(int wanted) {
        var leaving = new ArrayList<>(running.tailMap(Math.max(1, wanted)).values());
        leaving.forEach(InstanceProcess::askToStop);
        leaving.forEach(InstanceProcess::awaitEnd);
        running.tailMap(Math.max(1, wanted)).clear();
    }

    private void tellReady() {
        var now = new TreeMap<Integer, Instance>();
        running.forEach((number, instance) -> {
            if (instance.isReady()) {
                now.put(number, instance.instance());
            }
        });
        if (!now.equals(ready)) {
            ready.clear();
            ready.putAll(now);
            files.ready(now);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        synchronized (this) {
            stopFrom(1);
            files.forget();
        }
    }
}
