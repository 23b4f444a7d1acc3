package io.millrace.cli.platform;

import io.millrace.core.app.Health;
import io.millrace.engines.worker.Worker;

/** A worker of this process and the pool that it serves. */
record NamedWorker(String pool, Worker worker) {

    Health health() {
        var healthy = worker.isHealthy();
        return new Health(true, healthy, healthy, healthy ? "serving its lanes" : "has not joined its lanes");
    }
}
