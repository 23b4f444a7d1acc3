package io.millrace.server.pipeline;

import io.millrace.events.avro.tokens.Plan;
import io.millrace.events.serde.UndecodableRecordException;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.server.pipeline.PlanCheck.CheckedPlan;
import io.millrace.server.publish.EventEncoder;
import io.millrace.server.publish.ExclusiveWriter;
import io.millrace.server.publish.ExclusiveWriter.Changed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * The topic of plans as those see it who publish: {@code name} holds the current version of a pipeline and
 * {@code name|version} each. Servers that publish at once get versions one after the other, never two under one number.
 */
public final class PlanLog {

    private final ExclusiveWriter writer;
    private final EventEncoder encoder;
    private final Deserializer<Plan> decoder;

    public PlanLog(ExclusiveWriter writer, EventEncoder encoder, Deserializer<Plan> decoder) {
        this.writer = writer;
        this.encoder = encoder;
        this.decoder = decoder;
    }

    /**
     * A version of a pipeline.
     *
     * @param isNew whether it was published now; else it was the current version already
     */
    public record PublishedPlan(Plan plan, boolean isNew) {}

    /**
     * Makes the definition the current version; the version there is already when it is the same.
     *
     * @param at time of the new version, epoch milliseconds
     * @throws io.millrace.queries.ProblemException TIMEOUT, KAFKA_UNAVAILABLE, BODY_TOO_LARGE
     */
    PublishedPlan publish(CheckedPlan checked, long at) {
        var name = checked.name();
        return writer.change(TokensTopics.PLANS.name(), key -> isOf(name, key), entries -> {
            var current = current(name, entries);
            if (current.isPresent() && current.get().getDigest().equals(checked.digest())) {
                return new Changed<>(new PublishedPlan(current.get(), false), List.of());
            }
            var version = newest(name, entries.keySet()) + 1;
            var plan = new Plan(name, version, checked.digest(), checked.canonicalJson(), at);
            return new Changed<>(
                    new PublishedPlan(plan, true), List.of(event(name + "|" + version, plan), event(name, plan)));
        });
    }

    /** Takes the pipeline away; its versions stay. */
    void delete(String name) {
        var unused = writer.change(
                TokensTopics.PLANS.name(),
                name::equals,
                entries -> new Changed<>(name, entries.isEmpty() ? List.of() : List.of(event(name, null))));
    }

    private ProducerRecord<String, byte[]> event(String key, @Nullable Plan plan) {
        return encoder.encode(TokensTopics.PLANS, key, plan);
    }

    private static boolean isOf(String name, String key) {
        return key.equals(name) || key.startsWith(name + "|");
    }

    /** What cannot be read is no version: any client of Kafka can write to the topic. */
    private Optional<Plan> current(String name, Map<String, byte[]> entries) {
        var value = entries.get(name);
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(decoder.deserialize(TokensTopics.PLANS.name(), value))
                    .filter(plan -> plan.getPipeline().equals(name));
        } catch (UndecodableRecordException e) {
            return Optional.empty();
        }
    }

    /** A pipeline that was deleted goes on counting. */
    private static int newest(String name, Set<String> keys) {
        return keys.stream()
                .map(key -> key.substring(Math.min(key.length(), name.length() + 1)))
                .filter(version -> version.matches("[1-9][0-9]{0,8}"))
                .mapToInt(Integer::parseInt)
                .max()
                .orElse(0);
    }
}
