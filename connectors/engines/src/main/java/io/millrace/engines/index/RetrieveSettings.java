package io.millrace.engines.index;

import io.millrace.core.settings.RawSettings;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;

/**
 * What {@code retrieve} does when the stage does not say.
 *
 * @param k passages that are returned
 * @param mode how they are ranked
 */
public record RetrieveSettings(int k, SearchMode mode) {

    public static final String K = "retrieve.k";
    public static final String MODE = "retrieve.mode";

    /** Most passages of one call. */
    public static final int MAX_K = 100;

    /** @throws io.millrace.core.settings.SettingsException naming every setting that is wrong */
    public static RetrieveSettings of(RawSettings settings) {
        var values = settings.parse(definition());
        return new RetrieveSettings(
                values.getInt(K), SearchMode.of(values.getString(MODE)).orElse(SearchMode.DENSE));
    }

    public static ConfigDef definition() {
        return new ConfigDef()
                .define(
                        K,
                        ConfigDef.Type.INT,
                        5,
                        Range.between(1, MAX_K),
                        Importance.MEDIUM,
                        "Passages that a retrieval returns when its stage sets no k.")
                .define(
                        MODE,
                        ConfigDef.Type.STRING,
                        SearchMode.DENSE.id(),
                        ValidString.in(SearchMode.DENSE.id(), SearchMode.BM25.id(), SearchMode.FUSION.id()),
                        Importance.MEDIUM,
                        "How passages are ranked when the stage sets no mode; 'millrace bench retrieval' measures each.");
    }
}
