package io.millrace.engines.worker;

import io.millrace.core.settings.CoreSettings;
import io.millrace.events.avro.tokens.Work;
import io.millrace.events.serde.RegistryUnavailableException;
import io.millrace.events.serde.UndecodableRecordException;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.events.topic.Trace;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the lanes that the group gives to this replica, each as its {@link LaneReader} says, and commits what has ended.
 * Used by one thread only, but for {@link #unread()}.
 */
final class LaneConsumer implements ConsumerRebalanceListener {

    private static final Logger LOG = LoggerFactory.getLogger(LaneConsumer.class);
    private static final Duration POLL = Duration.ofMillis(25);
    private static final Duration COMMIT_INTERVAL = Duration.ofMillis(50);
    private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(3);
    private static final int MAX_POLL_RECORDS = 100;
    private static final int FETCH_WAIT_MS = 50;

    private final WorkerSettings settings;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Deserializer<Work> decoder;
    private final Lanes lanes;
    private final CallRunner calls;
    private final WorkDeadLetters deadLetters;
    private final LongSupplier nanos;
    private final Map<Integer, LaneReader> readers = new HashMap<>();
    private final Map<Integer, Long> committed = new HashMap<>();
    private long lastCommitNanos;
    private volatile long unread;

    /** @param nanos monotonic clock, in nanoseconds */
    LaneConsumer(
            WorkerSettings settings,
            CoreSettings core,
            Lanes lanes,
            CallRunner calls,
            WorkDeadLetters deadLetters,
            LongSupplier nanos) {
        this.settings = settings;
        this.consumer =
                new KafkaConsumer<>(config(settings, core), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.decoder = core.serdes().deserializer(TokensTopics.work(settings.pool(), settings.lanes()));
        this.lanes = lanes;
        this.calls = calls;
        this.deadLetters = deadLetters;
        this.nanos = nanos;
        this.lastCommitNanos = nanos.getAsLong();
    }

    void join() {
        consumer.subscribe(List.of(settings.topic()), this);
    }

    /** Takes what has come, waiting a little for it, and commits what has ended. */
    void pollOnce() {
        var records = consumer.poll(POLL);
        for (var partition : records.partitions()) {
            take(partition, records.records(partition));
        }
        if (!records.isEmpty()) {
            calls.startWaiting();
        }
        takeUp();
        unread = consumer.assignment().stream().mapToLong(this::unread).sum();
        commit();
    }

    /** Records on the lanes beyond those taken, the calls that were passed over included. For any thread. */
    long unread() {
        return unread;
    }

    /** Gives up all lanes and leaves the group. */
    void leave() {
        give(lanes.owned(), "the worker closes");
        consumer.close(CloseOptions.timeout(COMMIT_TIMEOUT));
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> lanes.open(partition.partition()));
        if (!partitions.isEmpty()) {
            LOG.info("lanes assigned pool={} replica={} lanes={}", settings.pool(), settings.replica(), partitions);
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        give(partitions.stream().map(TopicPartition::partition).toList(), "the lane moved to another worker");
    }

    /** Somebody else may own them already: nothing is committed. */
    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        for (var partition : partitions) {
            forget(partition.partition());
            calls.abort(lanes.close(partition.partition()), "the lane was lost to another worker");
        }
    }

    private void take(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
        for (var record : records) {
            long next = take(reader(partition.partition()), record);
            if (next != record.offset() + 1) {
                consumer.seek(partition, next);
                return;
            }
        }
    }

    /** Returns the offset to read on from. */
    private long take(LaneReader reader, ConsumerRecord<byte[], byte[]> record) {
        try {
            var work = decoder.deserialize(record.topic(), record.value());
            return reader.take(record.offset(), work, Trace.of(record.headers()));
        } catch (UndecodableRecordException e) {
            return reader.setAside(record.offset(), stored -> deadLetters.send(record, e, stored));
        } catch (RegistryUnavailableException e) {
            LOG.warn("work waits for the registry topic={} partition={}", record.topic(), record.partition(), e);
            return record.offset();
        }
    }

    private LaneReader reader(int lane) {
        return readers.computeIfAbsent(
                lane, number -> new LaneReader(number, settings.laneQueue(), lanes, calls::abort, calls::endScope));
    }

    /** Goes back to calls that were passed over while their lane was full. */
    private void takeUp() {
        for (var partition : consumer.assignment()) {
            reader(partition.partition()).takeUp().ifPresent(from -> consumer.seek(partition, from));
        }
    }

    private void commit() {
        long now = nanos.getAsLong();
        if (now - lastCommitNanos < COMMIT_INTERVAL.toNanos()) {
            return;
        }
        lastCommitNanos = now;
        var due = due(lanes.owned());
        if (!due.isEmpty()) {
            consumer.commitAsync(due, (offsets, error) -> {
                if (error != null) {
                    LOG.debug("commit failed, the next one makes up for it; error={}", error.toString());
                    offsets.keySet().forEach(partition -> committed.remove(partition.partition()));
                }
            });
        }
    }

    private long unread(TopicPartition partition) {
        return consumer.currentLag(partition).orElse(0)
                + reader(partition.partition()).passedOver();
    }

    private void forget(int lane) {
        committed.remove(lane);
        readers.remove(lane);
    }

    private void give(Collection<Integer> numbers, String reason) {
        var due = due(numbers);
        for (int number : numbers) {
            forget(number);
            calls.abort(lanes.close(number), reason);
        }
        try {
            consumer.commitSync(due, COMMIT_TIMEOUT);
        } catch (KafkaException e) {
            LOG.info("last commit failed, finished work comes again; error={}", e.toString());
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> due(Collection<Integer> numbers) {
        var due = new HashMap<TopicPartition, OffsetAndMetadata>();
        lanes.positions().forEach((lane, position) -> {
            if (numbers.contains(lane) && !position.equals(committed.put(lane, position))) {
                due.put(new TopicPartition(settings.topic(), lane), new OffsetAndMetadata(position));
            }
        });
        return due;
    }

    private static Map<String, Object> config(WorkerSettings settings, CoreSettings core) {
        var config = core.kafkaClient();
        config.put(ConsumerConfig.GROUP_ID_CONFIG, settings.group());
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, "millrace-worker-" + settings.replica());
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_POLL_RECORDS);
        // Going back to calls that were passed over waits for the fetch that hopes for more at the end of the lane.
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MS);
        config.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                List.of(CooperativeStickyAssignor.class.getName()));
        int session = (int) settings.sessionTimeout().toMillis();
        config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, session);
        // Lanes stand still from one heartbeat to the next while they are shared out anew.
        config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, session / 10);
        return config;
    }
}
