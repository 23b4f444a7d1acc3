package io.millrace.server.load;

import io.millrace.events.avro.tokens.Load;
import io.millrace.queries.store.KeyRange;
import io.millrace.queries.store.StoreEntry;
import io.millrace.queries.store.StoreReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** The last report of each replica, from the table of {@code tokens.loads}. A replica that left has none. */
public final class StoredLoads {

    private static final int PAGE = 500;
    private static final double NANOS_PER_MILLI = 1e6;

    private final StoreReader loads;

    public StoredLoads(StoreReader loads) {
        this.loads = loads;
    }

    /**
     * The replicas that own lanes: no call comes to the others. One that has not ended a call yet counts as quick.
     *
     * @throws io.millrace.queries.ProblemException NOT_READY or STORE_MOVING
     */
    public List<ReplicaLoad> all() {
        var found = new ArrayList<ReplicaLoad>();
        forEach(entry -> replica((Load) entry.value()).ifPresent(found::add));
        return found;
    }

    /**
     * Names of the replicas whose last report is older than this, by their own clocks.
     *
     * @throws io.millrace.queries.ProblemException NOT_READY or STORE_MOVING
     */
    List<String> silentSince(Instant oldest) {
        var found = new ArrayList<String>();
        forEach(entry -> {
            if (((Load) entry.value()).getAt() < oldest.toEpochMilli()) {
                found.add(entry.key());
            }
        });
        return found;
    }

    private void forEach(Consumer<StoreEntry> each) {
        var page = loads.range(KeyRange.ALL, PAGE);
        page.entries().forEach(each);
        while (page.lastKey() != null) {
            page = loads.range(KeyRange.ALL.after(page.lastKey()), PAGE);
            page.entries().forEach(each);
        }
    }

    /** Kafka's own clients can write any numbers: what no replica can have is as if it were not there. */
    private static Optional<ReplicaLoad> replica(Load load) {
        double mean = Objects.requireNonNullElse(load.getMeanCallMillis(), 0.0);
        long calls = load.getRunning() + load.getWaiting() + load.getUnread();
        boolean possible = mean >= 0 && mean < Integer.MAX_VALUE && calls >= 0 && load.getLimit() > 0;
        if (!possible || load.getLanes().isEmpty()) {
            return Optional.empty();
        }
        var meanCall = Duration.ofNanos((long) (mean * NANOS_PER_MILLI));
        return Optional.of(
                new ReplicaLoad(load.getPool(), calls, load.getLimit(), meanCall, Instant.ofEpochMilli(load.getAt())));
    }
}
