package io.millrace.queries.route;

import java.util.List;
import org.apache.kafka.streams.state.HostInfo;

/**
 * An instance of an application, as the last rebalance has told the one that says so.
 *
 * @param address of its peer listener
 * @param isSelf whether it is the one that says so
 * @param active input partitions whose tasks it runs
 * @param standby input partitions whose state it has copies of
 */
public record Instance(
        String application, HostInfo address, boolean isSelf, List<String> active, List<String> standby) {}
