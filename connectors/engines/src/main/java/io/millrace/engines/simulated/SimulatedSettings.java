package io.millrace.engines.simulated;

import io.millrace.core.settings.RawSettings;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.ValidString;

/** What the simulated engine stands for. One worker is one replica. */
record SimulatedSettings(EngineProfile profile, long seed) {

    static final String PROFILE = "simulated.profile";
    static final String SEED = "simulated.seed";
    static final String SEED_TEXT = "Seed of what engine and service simulated draw.";

    /** @throws io.millrace.core.settings.SettingsException naming every setting that is wrong */
    static SimulatedSettings of(RawSettings settings) {
        var values = settings.parse(definition());
        return new SimulatedSettings(EngineProfile.named(values.getString(PROFILE)), values.getLong(SEED));
    }

    static ConfigDef definition() {
        return new ConfigDef()
                .define(
                        PROFILE,
                        ConfigDef.Type.STRING,
                        EngineProfile.A100_8B.name(),
                        ValidString.in(EngineProfile.A100_8B.name(), EngineProfile.H100_7B.name()),
                        Importance.MEDIUM,
                        "Accelerator and model whose speed engine simulated has.")
                .define(SEED, ConfigDef.Type.LONG, 1L, Importance.LOW, SEED_TEXT);
    }
}
