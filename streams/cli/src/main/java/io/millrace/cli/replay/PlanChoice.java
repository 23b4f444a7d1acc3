package io.millrace.cli.replay;

import io.millrace.cli.CommandFailure;
import io.millrace.cli.ExitCode;
import io.millrace.core.settings.CoreSettings;
import io.millrace.events.avro.tokens.Plan;
import io.millrace.events.tokens.TokensTopics;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which version of its pipeline a request is replayed on.
 *
 * @param wanted a number or {@code current}; null for the version that the request ran on
 */
record PlanChoice(@Nullable String wanted) {

    private static final String CURRENT = "current";
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

    /** @throws CommandFailure USAGE */
    PlanChoice {
        if (wanted != null && !wanted.equals(CURRENT) && !NUMBER.matcher(wanted).matches()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--plan must be the number of a version, from 1, or " + CURRENT + ", was '" + wanted + "'");
        }
    }

    /**
     * The version, which is on the log.
     *
     * @throws CommandFailure NOT_FOUND; REFUSED when the request ended before it had a plan and none is named
     */
    int version(PastRequest past, CoreSettings settings) {
        var pipeline = past.request().getPipeline();
        if (CURRENT.equals(wanted)) {
            return find(pipeline, settings)
                    .map(Plan::getVersion)
                    .orElseThrow(() -> new CommandFailure(
                            ExitCode.NOT_FOUND,
                            "pipeline '" + pipeline + "' is not published any more: apply it again with 'millrace"
                                    + " pipelines apply FILE', or name a version that was, with --plan"));
        }
        var version = wanted == null ? pinned(past) : Integer.parseInt(wanted);
        if (find(pipeline + "|" + version, settings).isEmpty()) {
            throw new CommandFailure(
                    ExitCode.NOT_FOUND,
                    "pipeline '" + pipeline + "' has no version " + version
                            + ": --plan current takes the current one, 'millrace pipelines list' shows which that is");
        }
        return version;
    }

    private static int pinned(PastRequest past) {
        var result = past.result();
        if (result.getVersion() == 0) {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    "request " + result.getRequestId() + " ended before it had a plan (" + result.getErrorCode() + ": "
                            + result.getErrorMessage() + "): say with --plan which one to take");
        }
        return result.getVersion();
    }

    private static Optional<Plan> find(String key, CoreSettings settings) {
        try (var plans = KeyedRecords.open(settings, TokensTopics.PLANS, key)) {
            return plans.newest().map(KeyedRecords.Found::value);
        }
    }
}
