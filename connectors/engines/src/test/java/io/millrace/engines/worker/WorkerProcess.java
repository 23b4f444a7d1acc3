package io.millrace.engines.worker;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.core.settings.CoreSettings;
import io.millrace.core.settings.RawSettings;
import io.millrace.engines.openai.OpenAiProvider;
import java.util.TreeMap;

/** A worker alone in a process, to be killed. Arguments are settings, {@code key=value}. */
final class WorkerProcess {

    private WorkerProcess() {}

    public static void main(String[] arguments) {
        var values = new TreeMap<String, String>();
        for (var argument : arguments) {
            int equals = argument.indexOf('=');
            values.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        var raw = RawSettings.of(values);
        var settings = WorkerSettings.of(values.getOrDefault("pool", "chat"), raw);
        var engine = new OpenAiProvider().create(raw);
        Worker.of(settings, CoreSettings.of(raw), engine, Telemetry.of(new SimpleMeterRegistry()))
                .start();
    }
}
