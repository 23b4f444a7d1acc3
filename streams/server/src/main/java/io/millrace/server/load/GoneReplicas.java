package io.millrace.server.load;

import io.millrace.events.tokens.TokensTopics;
import io.millrace.queries.ProblemException;
import io.millrace.server.publish.Published;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the reports of replicas that were killed off {@code tokens.loads} and out of the table behind it: both would keep
 * them for ever. A replica that closes does so itself. Not done by the topology, whose open transactions would hold back
 * the reports behind. Several servers may do it side by side. For one thread.
 */
public final class GoneReplicas {

    /** By far longer than an outage. A replica that lives after all is known again with its next report, in 100 ms. */
    static final Duration SILENCE = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(GoneReplicas.class);

    private final StoredLoads loads;
    private final Function<ProducerRecord<String, byte[]>, CompletableFuture<Published>> writer;
    private final Clock clock;

    public GoneReplicas(
            StoredLoads loads,
            Function<ProducerRecord<String, byte[]>, CompletableFuture<Published>> writer,
            Clock clock) {
        this.loads = loads;
        this.writer = writer;
        this.clock = clock;
    }

    /** Forgets who has been silent for longer than an hour. What cannot be read or written now is left to the next time. */
    public void forget() {
        try {
            for (var replica : loads.silentSince(clock.instant().minus(SILENCE))) {
                var written = writer.apply(new ProducerRecord<>(TokensTopics.LOADS.name(), replica, null));
                if (written.isCompletedExceptionally()) {
                    return;
                }
            }
        } catch (ProblemException e) {
            LOG.debug("Replicas that are gone are looked for later", e);
        }
    }
}
