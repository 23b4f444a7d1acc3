package io.millrace.cli.replay;

import io.millrace.cli.CommandFailure;
import io.millrace.cli.ExitCode;
import io.millrace.core.settings.CoreSettings;
import io.millrace.events.avro.tokens.Request;
import io.millrace.events.avro.tokens.Result;
import io.millrace.events.tokens.RequestIds;
import io.millrace.events.tokens.TokensTopics;
import java.time.Duration;

/**
 * A request that has ended, as the log has it.
 *
 * @param request what was asked; the first where the id was used again, since repeats are not answered
 * @param askedAt time of its record, epoch milliseconds
 * @param result the version of the plan that it ran on among it; 0 where it ended before it had one
 */
record PastRequest(Request request, long askedAt, Result result) {

    /** What clocks of processes may differ by: a result may bear an earlier time than its request. */
    private static final Duration SKEW = Duration.ofHours(1);

    /**
     * Finds it, whether or not the state stores still know it.
     *
     * @throws CommandFailure USAGE when {@code id} names no request, NOT_FOUND when it is not on the log, REFUSED while it runs
     */
    static PastRequest find(CoreSettings settings, String id) {
        if (!RequestIds.isValid(id)) {
            throw new CommandFailure(
                    ExitCode.USAGE, "'" + id + "' is no id of a request: these are 1 to 64 letters, digits, - and _");
        }
        try (var requests = KeyedRecords.open(settings, TokensTopics.REQUESTS, id)) {
            var asked = requests.next().orElseThrow(() -> unknown(id));
            if (asked.value() == null) {
                throw unknown(id);
            }
            return new PastRequest(asked.value(), asked.timestamp(), result(settings, id, asked.timestamp()));
        }
    }

    private static Result result(CoreSettings settings, String id, long askedAt) {
        try (var results = KeyedRecords.open(settings, TokensTopics.RESULTS, id)) {
            results.skipBefore(Math.max(0, askedAt - SKEW.toMillis()));
            return results.next()
                    .map(KeyedRecords.Found::value)
                    .orElseThrow(() -> new CommandFailure(
                            ExitCode.REFUSED,
                            "request " + id + " has no result yet: wait for it with 'millrace tail "
                                    + TokensTopics.RESULTS.name() + " --from earliest --limit 1 --key " + id
                                    + "', then replay it"));
        }
    }

    private static CommandFailure unknown(String id) {
        return new CommandFailure(
                ExitCode.NOT_FOUND,
                "no request '" + id + "' is on " + TokensTopics.REQUESTS.name() + ", which keeps "
                        + TokensTopics.REQUESTS.retention().toDays()
                        + " days unless it was made otherwise: 'millrace tail " + TokensTopics.REQUESTS.name()
                        + " --from earliest' shows those that are there");
    }
}
