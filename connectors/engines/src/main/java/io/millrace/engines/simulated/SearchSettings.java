package io.millrace.engines.simulated;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;

import io.millrace.core.settings.RawSettings;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/**
 * How long the simulated search takes: lognormal, drawn from its query and the seed.
 *
 * @param medianMillis of a search
 * @param sigma of the logarithm
 * @param tokens of the evidence that it answers
 */
record SearchSettings(double medianMillis, double sigma, int tokens, long seed) {

    static final String MEDIAN = "simulated.search.median.ms";
    static final String SIGMA = "simulated.search.sigma";
    static final String TOKENS = "simulated.search.tokens";

    /** @throws io.millrace.core.settings.SettingsException naming every setting that is wrong */
    static SearchSettings of(RawSettings settings) {
        var values = settings.parse(definition());
        return new SearchSettings(
                values.getDouble(MEDIAN),
                values.getDouble(SIGMA),
                values.getInt(TOKENS),
                values.getLong(SimulatedSettings.SEED));
    }

    static ConfigDef definition() {
        return new ConfigDef()
                .define(
                        MEDIAN,
                        ConfigDef.Type.DOUBLE,
                        150.0,
                        atLeast(0),
                        Importance.MEDIUM,
                        "Median time of a search of service simulated; the stage parameter median_ms goes before it.")
                .define(
                        SIGMA,
                        ConfigDef.Type.DOUBLE,
                        0.5,
                        atLeast(0),
                        Importance.LOW,
                        "Spread of that time, as sigma of its logarithm; the stage parameter sigma goes before it.")
                .define(
                        TOKENS,
                        ConfigDef.Type.INT,
                        300,
                        ConfigDef.Range.between(1, 100_000),
                        Importance.LOW,
                        "Length of the evidence that service simulated answers, four characters a token.")
                .define(SimulatedSettings.SEED, ConfigDef.Type.LONG, 1L, Importance.LOW, SimulatedSettings.SEED_TEXT);
    }
}
