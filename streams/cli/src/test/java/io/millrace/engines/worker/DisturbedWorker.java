package io.millrace.engines.worker;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.core.settings.CoreSettings;
import io.millrace.core.settings.RawSettings;
import io.millrace.engines.openai.OpenAiProvider;
import io.millrace.testkit.Seeds;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/**
 * {@code millrace worker} for a language model, with a {@link DisturbedSink}. Takes the pool and the file of settings from
 * the same options; the setting {@link #SEED} seeds what is disturbed.
 */
public final class DisturbedWorker {

    public static final String SEED = "disturbed.seed";

    private DisturbedWorker() {}

    public static void main(String[] arguments) {
        var options = List.of(arguments);
        var raw = RawSettings.load(Path.of(valueOf("--config", options)), Map.of(), Map.of());
        var pool = valueOf("--pool", options);
        var random = new Seeds.Seed(Long.parseLong(raw.values().get(SEED))).generator(0);
        var later = Executors.newSingleThreadScheduledExecutor();
        var worker = Worker.of(
                WorkerSettings.of(pool, raw),
                CoreSettings.of(raw),
                new OpenAiProvider().create(raw),
                Telemetry.of(new SimpleMeterRegistry()),
                Sources.through(log -> new DisturbedSink(log, random, later)));
        Runtime.getRuntime().addShutdownHook(new Thread(worker::close));
        worker.start();
        System.out.println("serving " + pool);
    }

    private static String valueOf(String option, List<String> options) {
        return options.get(options.indexOf(option) + 1);
    }
}
