package io.millrace.load.orchestration;

import java.util.Locale;

/**
 * What is promised of one application instance.
 *
 * @param rate elements a second, at least; 0 where the machine is not the one that was promised on
 * @param share records a second for one of the pass-through in the same run, at least
 */
record OrchestrationLimits(double rate, double share) {

    static OrchestrationLimits of(boolean smoke) {
        return smoke ? new OrchestrationLimits(0, 0.1) : new OrchestrationLimits(25_000, 0.2);
    }

    boolean heldBy(OrchestrationFigures figures) {
        return figures.topology().rate() >= rate && figures.share() >= share;
    }

    String inWords() {
        var words = String.format(Locale.ROOT, "%.2f of the records a second of the pass-through", share);
        return rate == 0
                ? "at least " + words
                : String.format(Locale.ROOT, "at least %,.0f elements a second and ", rate) + words;
    }
}
