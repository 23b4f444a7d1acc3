package io.millrace.tokens.advance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Replicas of a service that counts the parts of each scope that it has seen. One that begins anew knows nothing. */
final class AggregatingReplicas {

    /**
     * To a part that has ended.
     *
     * @param instance who gave it
     * @param seen parts of the scope that it had seen by then
     */
    record Answer(String instance, int seen) {}

    private final int[] incarnations;

    /** Parts that each incarnation of a replica has seen, by scope, until the scope ends. */
    final Map<String, Map<String, Set<Integer>>> seen = new HashMap<>();

    /** What was told of the end of each scope. */
    final Map<String, Integer> ends = new HashMap<>();

    /** What was said of the parts of each scope, in the order in which they ended. */
    final Map<String, List<Answer>> answers = new TreeMap<>();

    AggregatingReplicas(int count) {
        incarnations = new int[count];
    }

    int incarnation(int replica) {
        return incarnations[replica];
    }

    void restart(int replica) {
        seen.remove(name(replica));
        incarnations[replica]++;
    }

    void see(int replica, String scope, int index) {
        seen.computeIfAbsent(name(replica), any -> new HashMap<>())
                .computeIfAbsent(scope, any -> new HashSet<>())
                .add(index);
    }

    /** Its answer to a part that it has seen. */
    String answer(int replica, String scope) {
        var instance = name(replica);
        var count = seen.get(instance).get(scope).size();
        answers.computeIfAbsent(scope, any -> new ArrayList<>()).add(new Answer(instance, count));
        return instance + " " + count;
    }

    void end(int replica, String scope, int cardinality) {
        ends.put(scope, cardinality);
        seen.getOrDefault(name(replica), new HashMap<>()).remove(scope);
    }

    private String name(int replica) {
        return replica + "/" + incarnations[replica];
    }
}
