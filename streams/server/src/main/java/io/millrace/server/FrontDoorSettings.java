package io.millrace.server;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;

import io.millrace.core.settings.RawSettings;
import java.time.Duration;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;

/**
 * By what answers are judged.
 *
 * @param slo an answer that took longer is not counted as a good one
 * @param currency of the prices of pools; shown with costs, never converted
 */
public record FrontDoorSettings(Duration slo, String currency) {

    public static final String SLO = "tokens.slo.ms";
    public static final String CURRENCY = "price.currency";

    /** @throws io.millrace.core.settings.SettingsException with all errors at once */
    public static FrontDoorSettings of(RawSettings raw) {
        var config = raw.parse(definition());
        return new FrontDoorSettings(config.getDuration(SLO), config.getString(CURRENCY));
    }

    public static ConfigDef definition() {
        return new ConfigDef()
                .define(
                        SLO,
                        ConfigDef.Type.LONG,
                        4_000L,
                        atLeast(1),
                        MEDIUM,
                        "Time from a question to its complete answer, milliseconds, within which it counts as good.")
                .define(
                        CURRENCY,
                        ConfigDef.Type.STRING,
                        "USD",
                        new NonEmptyString(),
                        LOW,
                        "Currency of all prices of pools, shown with costs.");
    }
}
