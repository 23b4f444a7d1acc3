package io.millrace.queries.route;

import io.millrace.queries.store.ReadOptions.Consistency;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.state.HostInfo;

/**
 * Where the copies of a partition are.
 *
 * @param active empty while no instance has it
 * @param standbys in no order
 */
record Placement(int partition, Optional<HostInfo> active, List<HostInfo> standbys) {

    /** Instances to ask, the best first: the active one, then this one if it has a copy, then the others. */
    List<HostInfo> candidates(Consistency consistency, HostInfo self) {
        var hosts = new ArrayList<HostInfo>();
        active.ifPresent(hosts::add);
        if (consistency != Consistency.STRONG) {
            if (standbys.contains(self)) {
                hosts.add(self);
            }
            standbys.stream().filter(host -> !hosts.contains(host)).forEach(hosts::add);
        }
        return hosts;
    }
}
