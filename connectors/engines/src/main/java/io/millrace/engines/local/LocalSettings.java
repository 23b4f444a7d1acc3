package io.millrace.engines.local;

import io.millrace.core.settings.RawSettings;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;

/**
 * How strict the local engine is.
 *
 * @param answerSentences most sentences of an answer
 * @param answerMinScore least cosine between the question and the best sentence for there to be an answer
 * @param verifyThreshold least cosine between a claim and its evidence to call it grounded; from 0.65 on, 73 % of supported claims
 *     are grounded, and 2 % of claims whose subject the documents do not have ({@code load-tests/reports/retrieval.md})
 */
public record LocalSettings(int answerSentences, double answerMinScore, double verifyThreshold) {

    public static final String ANSWER_SENTENCES = "local.answer.sentences";
    public static final String ANSWER_MIN_SCORE = "local.answer.min.score";
    public static final String VERIFY_THRESHOLD = "local.verify.threshold";

    /** @throws io.millrace.core.settings.SettingsException naming every setting that is wrong */
    public static LocalSettings of(RawSettings settings) {
        var values = settings.parse(definition());
        return new LocalSettings(
                values.getInt(ANSWER_SENTENCES),
                values.getDouble(ANSWER_MIN_SCORE),
                values.getDouble(VERIFY_THRESHOLD));
    }

    public static ConfigDef definition() {
        return new ConfigDef()
                .define(
                        ANSWER_SENTENCES,
                        ConfigDef.Type.INT,
                        4,
                        Range.between(1, 20),
                        Importance.MEDIUM,
                        "Most sentences of an answer of engine local.")
                .define(
                        ANSWER_MIN_SCORE,
                        ConfigDef.Type.DOUBLE,
                        0.40,
                        Range.between(0, 1),
                        Importance.MEDIUM,
                        "Cosine between question and best sentence below which engine local says that the documents do not answer.")
                .define(
                        VERIFY_THRESHOLD,
                        ConfigDef.Type.DOUBLE,
                        0.65,
                        Range.between(0, 1),
                        Importance.MEDIUM,
                        "Cosine between a claim and its evidence from which engine local calls the claim grounded.");
    }
}
