package io.millrace.server.tail;

import io.millrace.queries.Problem;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * The next offset of each partition, as text in the id of an event: {@code 0:42,1:7} for one topic, {@code
 * tokens.derived=0:3;tokens.elements=0:42} for several.
 */
final class TailPosition {

    private static final int LONGEST = 4_096;

    private TailPosition() {}

    static String text(Map<TopicPartition, Long> next) {
        var topics = new TreeMap<String, SortedMap<Integer, Long>>();
        next.forEach((partition, offset) -> topics.computeIfAbsent(partition.topic(), name -> new TreeMap<>())
                .put(partition.partition(), offset));
        if (topics.size() == 1) {
            return offsets(topics.firstEntry().getValue());
        }
        return topics.entrySet().stream()
                .map(topic -> topic.getKey() + "=" + offsets(topic.getValue()))
                .collect(Collectors.joining(";"));
    }

    /**
     * Reads the text form.
     *
     * @param topic where the text does not name one
     * @throws io.millrace.queries.ProblemException INVALID_PARAMETER
     */
    static Map<TopicPartition, Long> parse(String text, String topic) {
        var next = new HashMap<TopicPartition, Long>();
        try {
            if (text.length() > LONGEST) {
                throw new IllegalArgumentException("too long");
            }
            for (var part : text.split(";", -1)) {
                int equals = part.indexOf('=');
                var name = equals < 0 ? topic : part.substring(0, equals);
                for (var offset : part.substring(equals + 1).split(",", -1)) {
                    int colon = offset.indexOf(':');
                    next.put(
                            new TopicPartition(name, Integer.parseUnsignedInt(offset, 0, Math.max(colon, 0), 10)),
                            offset(offset.substring(colon + 1)));
                }
            }
            return next;
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw Problem.INVALID_PARAMETER.because("Last-Event-ID is not one of this stream");
        }
    }

    private static long offset(String text) {
        long offset = Long.parseLong(text);
        if (offset < 0) {
            throw new IllegalArgumentException("an offset is not negative");
        }
        return offset;
    }

    private static String offsets(SortedMap<Integer, Long> partitions) {
        return partitions.entrySet().stream()
                .map(entry -> entry.getKey() + ":" + entry.getValue())
                .collect(Collectors.joining(","));
    }
}
