package io.millrace.load.routers;

import io.millrace.load.headline.routing.Policy;
import io.millrace.load.headline.routing.Routing;
import io.millrace.load.headline.routing.Shipped;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What has to hold of drawn requests.
 *
 * @param gain least of the shipped cache-aware policy's requests a second over those of the shipped round robin
 * @param twin least share of the requests a second that the reference model's policy by the same rule serves
 */
record RouterLimits(double gain, double twin) {

    /** Capacities are known to a tenth with three seeds. */
    static final RouterLimits PROMISED = new RouterLimits(1.7, 0.9);

    /** What is not kept, a sentence each. Policies that have no row are not judged. */
    List<String> missedBy(List<RouterRow> rows) {
        var missed = new ArrayList<String>();
        double found = gainIn(rows);
        if (!(found >= gain)) {
            missed.add(String.format(
                    Locale.ROOT, "cache-aware serves %.2f times what round robin serves, not %.1f", found, gain));
        }
        for (var policy : Policy.values()) {
            double script = served(rows, policy);
            double shipped = served(rows, Shipped.twinOf(policy));
            if (script > 0 && shipped < twin * script) {
                missed.add(String.format(
                        Locale.ROOT,
                        "%s as shipped serves %.2f requests a second, less than %.1f times the %.2f of the reference",
                        policy.ruleName(),
                        shipped,
                        twin,
                        script));
            }
        }
        return missed;
    }

    /** Both as shipped. */
    static double gainIn(List<RouterRow> rows) {
        return served(rows, Shipped.twinOf(Policy.CACHE_AWARE)) / served(rows, Shipped.twinOf(Policy.ROUND_ROBIN));
    }

    static double served(List<RouterRow> rows, Routing policy) {
        return rows.stream()
                .filter(row -> row.policy().equals(policy))
                .mapToDouble(RouterRow::servedOr0)
                .findFirst()
                .orElse(0);
    }
}
