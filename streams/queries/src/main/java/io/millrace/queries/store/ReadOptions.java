package io.millrace.queries.store;

import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import io.millrace.queries.store.Provenance.Isolation;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How fresh an answer has to be. The same parameters say it to every instance, by {@link #parse} and {@link #parameters}.
 *
 * @param consistency which copies may answer
 * @param maxLag BOUNDED: most records that a copy may be behind
 * @param minPosition what the answer must have seen
 * @param isolation COMMITTED: nothing is told that a transaction may still take back
 */
public record ReadOptions(Consistency consistency, long maxLag, Positions minPosition, Isolation isolation) {

    public static final String CONSISTENCY = "consistency";
    public static final String MAX_LAG = "max-lag";
    public static final String MIN_POSITION = "min-position";
    public static final String ISOLATION = "isolation";

    /** What a caller gets who asks for nothing: the active copy, as far as it is. */
    public static final ReadOptions STRONG =
            new ReadOptions(Consistency.STRONG, 0, Positions.NONE, Isolation.UNCOMMITTED);

    /** Which copies may answer. */
    public enum Consistency {
        /** The active one, while no other instance can have taken its place. */
        STRONG,
        /** The active one, else one that is known to be at most {@code max-lag} records behind. */
        BOUNDED,
        /** The active one, else any; the answer says how far it is behind. */
        ANY
    }

    public ReadOptions {
        if (maxLag < 0) {
            throw new IllegalArgumentException("a lag is 0 or more, was " + maxLag);
        }
    }

    /**
     * Reads the parameters of a query.
     *
     * @throws ProblemException INVALID_PARAMETER
     */
    public static ReadOptions parse(Function<String, @Nullable String> query) {
        var consistency = oneOf(Consistency.values(), CONSISTENCY, query.apply(CONSISTENCY), Consistency.STRONG);
        var lag = query.apply(MAX_LAG);
        if (lag != null && consistency != Consistency.BOUNDED || lag == null && consistency == Consistency.BOUNDED) {
            throw Problem.INVALID_PARAMETER.because(
                    "consistency=bounded and max-lag go together: give both or neither");
        }
        var least = query.apply(MIN_POSITION);
        return new ReadOptions(
                consistency,
                lag == null ? 0 : lag(lag),
                least == null ? Positions.NONE : Positions.parse(least),
                oneOf(Isolation.values(), ISOLATION, query.apply(ISOLATION), Isolation.UNCOMMITTED));
    }

    /** The parameters that say the same, for another instance. */
    public Map<String, String> parameters() {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put(CONSISTENCY, name(consistency));
        if (consistency == Consistency.BOUNDED) {
            parameters.put(MAX_LAG, Long.toString(maxLag));
        }
        if (!minPosition.isNone()) {
            parameters.put(MIN_POSITION, minPosition.text());
        }
        parameters.put(ISOLATION, name(isolation));
        return parameters;
    }

    private static long lag(String text) {
        if (!text.matches("[0-9]{1,18}")) {
            throw Problem.INVALID_PARAMETER.because("max-lag is a number of records, was '" + text + "'");
        }
        return Long.parseLong(text);
    }

    private static <E extends Enum<E>> E oneOf(E[] values, String parameter, @Nullable String text, E otherwise) {
        if (text == null) {
            return otherwise;
        }
        for (var value : values) {
            if (name(value).equals(text)) {
                return value;
            }
        }
        var names = Arrays.stream(values).map(ReadOptions::name).toList();
        throw Problem.INVALID_PARAMETER.because(
                parameter + " is one of " + String.join(", ", names) + ", was '" + text + "'");
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
