package io.millrace.tokens;

import io.millrace.core.settings.RawSettings;
import io.millrace.core.settings.SettingsException;
import io.millrace.events.tokens.TenantNames;
import io.millrace.tokens.advance.Quotas;
import io.millrace.tokens.advance.Quotas.Quota;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;

/** What tenants may have at once, in general and each. */
public final class QuotaSettings {

    private static final String PREFIX = "quota.";
    private static final String REQUESTS = "requests";
    private static final String TOKENS = "tokens.per.minute";
    private static final List<String> NOUNS = List.of(REQUESTS, TOKENS);
    private static final int NO_LIMIT = 0;
    private static final int AS_GENERAL = -1;

    private QuotaSettings() {}

    /** Of tenants that have no quota of their own. */
    public static ConfigDef definition() {
        return define(PREFIX, NO_LIMIT, "; 0 is no limit.");
    }

    /** Of one tenant. */
    public static ConfigDef definition(String tenant) {
        return define(PREFIX + tenant + '.', AS_GENERAL, "; 0 is no limit, -1 what tenants may have in general.");
    }

    /** @throws SettingsException naming what is wrong */
    static Quotas of(RawSettings raw) {
        var settings = raw.parse(definition());
        var general = new Quota(settings.getInt(PREFIX + REQUESTS), settings.getLong(PREFIX + TOKENS));
        var own = new TreeMap<String, Quota>();
        tenants(raw).forEach(tenant -> own.put(tenant, own(raw, tenant, general)));
        return new Quotas(general, own);
    }

    private static Quota own(RawSettings raw, String tenant, Quota general) {
        var settings = raw.parse(definition(tenant));
        var prefix = PREFIX + tenant + '.';
        int requests = settings.getInt(prefix + REQUESTS);
        long tokens = settings.getLong(prefix + TOKENS);
        return new Quota(
                requests == AS_GENERAL ? general.requests() : requests,
                tokens == AS_GENERAL ? general.tokensPerMinute() : tokens);
    }

    /**
     * Tenants that have a quota of their own.
     *
     * @throws SettingsException naming each setting that is no quota
     */
    public static Set<String> tenants(RawSettings raw) {
        var tenants = new TreeSet<String>();
        var errors = new ArrayList<String>();
        for (var key : new TreeSet<>(raw.startingWith(PREFIX).keySet())) {
            if (NOUNS.contains(key)) {
                continue;
            }
            var tenant = tenant(key);
            if (TenantNames.isPossible(tenant)) {
                tenants.add(tenant);
            } else {
                errors.add(PREFIX + key + ": no quota; one is " + PREFIX + "NAME." + REQUESTS + " or " + PREFIX
                        + "NAME." + TOKENS + ", and a NAME " + TenantNames.RULE);
            }
        }
        if (!errors.isEmpty()) {
            throw new SettingsException(errors);
        }
        return tenants;
    }

    /** What the key says before its noun; empty when it ends with none. */
    private static String tenant(String key) {
        return NOUNS.stream()
                .filter(noun -> key.endsWith('.' + noun))
                .findFirst()
                .map(noun -> key.substring(0, key.length() - noun.length() - 1))
                .orElse("");
    }

    private static ConfigDef define(String prefix, int fallback, String numbers) {
        return new ConfigDef()
                .define(
                        prefix + REQUESTS,
                        ConfigDef.Type.INT,
                        fallback,
                        Range.between(fallback, 1_000_000),
                        Importance.MEDIUM,
                        "Most requests of a tenant that run at once" + numbers)
                .define(
                        prefix + TOKENS,
                        ConfigDef.Type.LONG,
                        (long) fallback,
                        Range.between((long) fallback, 1_000_000_000_000L),
                        Importance.MEDIUM,
                        "Most tokens of a tenant, read and written, that are billed within a minute" + numbers);
    }
}
