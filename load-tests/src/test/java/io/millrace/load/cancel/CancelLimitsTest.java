package io.millrace.load.cancel;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.load.cancel.CancelFigures.Fault;
import io.millrace.load.cancel.CancelFigures.Since;
import io.millrace.load.cancel.Trial.Acknowledged;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CancelLimitsTest {

    private static final CancelLimits LIMITS = CancelLimits.of(false);
    private static final Acknowledged ACKNOWLEDGED =
            new Acknowledged(TimeUnit.MILLISECONDS.toNanos(1_000), TimeUnit.MILLISECONDS.toNanos(1_010));

    /** The histogram tells values apart that differ by a thousandth. */
    @ParameterizedTest
    @CsvSource({"99, true", "101, false"})
    void shouldJudgeThe99thPercentileFromTheAcknowledgement(int millis, boolean kept) {
        var figures = aborted(50);

        // Two of 102 are above the percentile.
        figures.aborted(Cancel.of(0), ACKNOWLEDGED, at(millis));
        figures.aborted(Cancel.of(0), ACKNOWLEDGED, at(millis));

        assertThat(LIMITS.missedBy(figures).isEmpty()).isEqualTo(kept);
    }

    @Test
    void shouldCountAnAbortBeforeTheAcknowledgementAsNone() {
        var figures = new CancelFigures();

        figures.aborted(Cancel.of(0), ACKNOWLEDGED, at(-4));

        assertThat(figures.millis(Cancel.of(0), Since.ACKNOWLEDGED, 100)).isZero();
        assertThat(figures.millis(Cancel.of(0), Since.SENT, 100)).isBetween(5.9, 6.1);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void shouldForgiveNoFault(Fault fault) {
        var figures = aborted(50);
        figures.fault(fault, "for some reason");

        assertThat(LIMITS.missedBy(figures))
                .singleElement()
                .asString()
                .startsWith("1 ")
                .endsWith("for some reason");
    }

    @Test
    void shouldNotHoldOfWhatWasNotMeasured() {
        assertThat(LIMITS.missedBy(new CancelFigures())).hasSize(Cancel.ALL.size());
    }

    /** Each kind as often, at once. */
    private static CancelFigures aborted(int times) {
        var figures = new CancelFigures();
        for (int i = 0; i < times * Cancel.ALL.size(); i++) {
            figures.aborted(Cancel.of(i), ACKNOWLEDGED, at(1));
        }
        return figures;
    }

    /** So long after the acknowledgement. */
    private static long at(int millis) {
        return ACKNOWLEDGED.at() + TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
