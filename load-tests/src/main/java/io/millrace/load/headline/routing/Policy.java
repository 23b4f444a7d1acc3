package io.millrace.load.headline.routing;

import io.millrace.engines.simulated.EngineProfile.Batch;
import java.util.Locale;
import java.util.function.IntUnaryOperator;

/** The policies of the reference model. */
public enum Policy implements Routing {
    /** One after the other. */
    ROUND_ROBIN("rr") {
        @Override
        public RouterPolicy create(int replicas, Batch batch, IntUnaryOperator random) {
            return new RoundRobin();
        }
    },

    /** The lighter of two drawn at random (Mitzenmacher, 2001). */
    TWO_CHOICES("p2c") {
        @Override
        public RouterPolicy create(int replicas, Batch batch, IntUnaryOperator random) {
            return new TwoChoices(random);
        }
    },

    /** Any of those with the least load. */
    LEAST_LOADED("ll") {
        @Override
        public RouterPolicy create(int replicas, Batch batch, IntUnaryOperator random) {
            return new LeastLoaded(random);
        }
    },

    /** Where consistent hashing puts the head of the prompt. */
    PREFIX_HASH("hash") {
        @Override
        public RouterPolicy create(int replicas, Batch batch, IntUnaryOperator random) {
            var ring = new HashRing(replicas);
            return (call, fleet, now) -> ring.order(call.head())[0];
        }
    },

    /** The same, passing on what has more than its share (Mirrokni, Thorup, Zadimoghaddam, 2018). */
    BOUNDED_HASH("chwbl") {
        @Override
        public RouterPolicy create(int replicas, Batch batch, IntUnaryOperator random) {
            return new BoundedHash(new HashRing(replicas));
        }
    },

    /** The lightest that holds the head, least loaded when the fleet is out of balance (SGLang's router). */
    CACHE_AWARE("cache") {
        @Override
        public RouterPolicy create(int replicas, Batch batch, IntUnaryOperator random) {
            return new CacheAware();
        }
    };

    private final String id;

    Policy(String id) {
        this.id = id;
    }

    /** As the reference calls it. */
    @Override
    public String id() {
        return id;
    }

    /** Of the rule, as settings of the shipped scheduler say it. */
    public String ruleName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
