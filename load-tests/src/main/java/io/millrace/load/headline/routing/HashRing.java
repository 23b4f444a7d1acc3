package io.millrace.load.headline.routing;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Consistent hashing with 100 points a replica (Karger et al., 1997), placed as the reference model places them. */
final class HashRing {

    private static final int POINTS = 100;
    private static final int HASH_BYTES = 6;

    private final int replicas;
    private final TreeMap<Long, Integer> ring = new TreeMap<>();

    HashRing(int replicas) {
        this.replicas = replicas;
        for (int replica = 0; replica < replicas; replica++) {
            for (int point = 0; point < POINTS; point++) {
                ring.put(hash("(" + replica + ", " + point + ")"), replica);
            }
        }
    }

    /** All replicas in the order in which they come behind the place of {@code key}. */
    int[] order(String key) {
        var place = hash(key);
        var behind = ring.tailMap(place, true).values().stream();
        var before = ring.headMap(place, false).values().stream();
        return Stream.concat(behind, before)
                .distinct()
                .limit(replicas)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static long hash(String key) {
        try {
            var digest = MessageDigest.getInstance("MD5").digest(key.getBytes(StandardCharsets.UTF_8));
            return new BigInteger(1, digest, 0, HASH_BYTES).longValueExact();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
