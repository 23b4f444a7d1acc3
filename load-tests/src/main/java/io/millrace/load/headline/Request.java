package io.millrace.load.headline;

import io.millrace.load.headline.Replica.TokenListener;
import java.util.function.IntConsumer;
import java.util.function.IntUnaryOperator;

/**
 * One request on its way: answer, claims of it, two queries a claim, a search each, a verdict once both have been
 * answered. The modes differ only in when a stage passes on what it has.
 */
final class Request {

    private static final int QUESTION_TOKENS = 13;
    private static final int CLAIM_PROMPT_TOKENS = 14;
    private static final int EVIDENCE_TOKENS = 600;
    private static final int QUERY_TOKENS = 28;
    private static final int QUERIES = 2;
    private static final int LEAST_VERDICT = 4;
    private static final double VERDICT_SIGMA = 0.25;
    private static final double SEARCH_SIGMA = 0.5;

    private final Experiment experiment;
    private final VirtualTime time;
    private final ModelPool pool;
    private final Draws draws;
    private final Answer answer;
    private final int tenant;
    private final Verdicts verdicts;

    Request(Experiment experiment, VirtualTime time, ModelPool pool, Draws draws, Source source) {
        this.experiment = experiment;
        this.time = time;
        this.pool = pool;
        this.draws = draws;
        this.answer = source.answer();
        this.tenant = source.tenant();
        this.verdicts = source.verdicts();
    }

    void begin() {
        if (!experiment.work().answerStage()) {
            claims(answer.tokens(), answer.claims());
        } else if (experiment.mode() == Mode.STREAM) {
            call(Stage.ANSWER, QUESTION_TOKENS, answer.tokens(), sentences());
        } else {
            call(Stage.ANSWER, QUESTION_TOKENS, answer.tokens(), whole(() -> claims(answer.tokens(), answer.claims())));
        }
    }

    /** The last token closes all sentences that are left. */
    private TokenListener sentences() {
        return new TokenListener() {
            private int closed;

            @Override
            public void wrote(int written, boolean last) {
                while (closed < answer.sentences() && (last || answer.closes(closed, written))) {
                    int claims = answer.claimsOf(closed);
                    int tokens = answer.tokensUpTo(closed);
                    closed++;
                    if (claims > 0) {
                        claims(tokens, claims);
                    }
                }
            }
        };
    }

    private void claims(int textTokens, int claims) {
        int claimTokens = experiment.work().claimTokens();
        var listener = switch (experiment.mode()) {
            case BARRIER -> whole(() -> allQueries(claims));
            case WHOLE -> whole(() -> repeat(claims, () -> queries(Mode.WHOLE)));
            case STREAM -> each(claims, index -> (index + 1) * claimTokens, index -> queries(Mode.STREAM));
        };
        call(Stage.CLAIMS, textTokens, Math.max(1, claims * claimTokens), listener);
    }

    private void queries(Mode mode) {
        var searched = new Countdown(QUERIES, this::verdict);
        call(
                Stage.QUERIES,
                CLAIM_PROMPT_TOKENS,
                QUERY_TOKENS,
                mode == Mode.STREAM
                        ? each(QUERIES, index -> (index + 1) * QUERY_TOKENS / QUERIES, index -> search(searched))
                        : whole(() -> repeat(QUERIES, () -> search(searched))));
    }

    private void allQueries(int claims) {
        var searched = new Countdown(QUERIES * claims, () -> repeat(claims, this::verdict));
        var queried = new Countdown(claims, () -> repeat(QUERIES * claims, () -> search(searched)));
        repeat(claims, () -> call(Stage.QUERIES, CLAIM_PROMPT_TOKENS, QUERY_TOKENS, whole(queried::count)));
    }

    private void search(Countdown searched) {
        time.after(draws.logNormal(SEARCH_SIGMA) * experiment.work().searchSeconds(), searched::count);
    }

    private void verdict() {
        int tokens = Math.max(LEAST_VERDICT, (int)
                (draws.logNormal(VERDICT_SIGMA) * experiment.work().verdictTokens()));
        call(Stage.VERDICT, EVIDENCE_TOKENS, tokens, whole(verdicts::reached));
    }

    private void call(Stage stage, int ownTokens, int length, TokenListener listener) {
        pool.call(stage, tenant, ownTokens, length, listener);
    }

    private static TokenListener whole(Runnable action) {
        return (written, last) -> {
            if (last) {
                action.run();
            }
        };
    }

    /** Tells of element {@code index} once {@code end(index)} tokens are written. */
    private static TokenListener each(int elements, IntUnaryOperator end, IntConsumer action) {
        return new TokenListener() {
            private int closed;

            @Override
            public void wrote(int written, boolean last) {
                while (closed < elements && written >= end.applyAsInt(closed)) {
                    closed++;
                    action.accept(closed - 1);
                }
            }
        };
    }

    private static void repeat(int times, Runnable action) {
        for (int i = 0; i < times; i++) {
            action.run();
        }
    }

    /** What one request differs in from the others. */
    record Source(Answer answer, int tenant, Verdicts verdicts) {}

    /** Runs an action at the last of so many counts. */
    private static final class Countdown {

        private final Runnable action;
        private int left;

        Countdown(int counts, Runnable action) {
            this.left = counts;
            this.action = action;
        }

        void count() {
            left--;
            if (left == 0) {
                action.run();
            }
        }
    }
}
