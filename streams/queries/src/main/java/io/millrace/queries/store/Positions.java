package io.millrace.queries.store;

import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.query.Position;

/**
 * The offset of the last record that was applied, or has to be, of each partition of some topics. As text each is
 * {@code topic/partition/offset}, as publishing returns it, and several are joined by commas.
 */
public record Positions(Map<TopicPartition, Long> offsets) {

    /** Nothing has to be seen. */
    public static final Positions NONE = new Positions(Map.of());

    private static final Comparator<TopicPartition> ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);
    private static final Pattern TEXT = Pattern.compile("([a-zA-Z0-9._-]{1,249})/([0-9]{1,9})/([0-9]{1,18})");
    private static final int MOST = 1_000;

    public Positions {
        var sorted = new TreeMap<TopicPartition, Long>(ORDER);
        sorted.putAll(offsets);
        offsets = Collections.unmodifiableMap(sorted);
    }

    /** @throws ProblemException INVALID_PARAMETER */
    public static Positions parse(String text) {
        var parts = text.split(",", MOST + 1);
        if (parts.length > MOST) {
            throw Problem.INVALID_PARAMETER.because("at most " + MOST + " positions are taken");
        }
        return new Positions(Arrays.stream(parts)
                .map(Positions::one)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Math::max)));
    }

    private static Map.Entry<TopicPartition, Long> one(String text) {
        var matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw Problem.INVALID_PARAMETER.because(
                    "a position is topic/partition/offset, as publishing returns it, was '" + text + "'");
        }
        return Map.entry(
                new TopicPartition(matcher.group(1), Integer.parseInt(matcher.group(2))),
                Long.parseLong(matcher.group(3)));
    }

    static Positions of(Position position) {
        var offsets = new TreeMap<TopicPartition, Long>(ORDER);
        for (var topic : position.getTopics()) {
            position.getPartitionPositions(topic)
                    .forEach((partition, offset) -> offsets.put(new TopicPartition(topic, partition), offset));
        }
        return new Positions(offsets);
    }

    /** As text; the inverse of {@link #parse} for all but {@link #NONE}. */
    public String text() {
        return offsets.entrySet().stream()
                .map(each -> each.getKey().topic() + "/" + each.getKey().partition() + "/" + each.getValue())
                .collect(Collectors.joining(","));
    }

    public boolean isNone() {
        return offsets.isEmpty();
    }

    /** Those of one partition, whatever the topic; all where {@code partition} is negative. */
    Positions of(int partition) {
        return partition < 0
                ? this
                : new Positions(offsets.entrySet().stream()
                        .filter(each -> each.getKey().partition() == partition)
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** Whether all of these have been applied where {@code other} is. */
    boolean areReachedAt(Positions other) {
        return offsets.entrySet().stream()
                .allMatch(each -> other.offsets.getOrDefault(each.getKey(), -1L) >= each.getValue());
    }
}
