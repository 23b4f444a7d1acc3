package io.millrace.load.headline.real;

import static io.millrace.load.headline.real.Prompts.claims;
import static io.millrace.load.headline.real.Prompts.claimsHead;
import static io.millrace.load.headline.real.Prompts.queriesHead;
import static io.millrace.load.headline.real.Prompts.verdictHead;

import io.millrace.load.headline.Mode;
import io.millrace.tokens.plan.ModelCall;
import io.millrace.tokens.plan.Output;
import io.millrace.tokens.plan.Pipeline;
import java.util.Map;

/**
 * The workflow as a pipeline, one for each mode. A client sees the answer as it is written and each verdict once it is whole. Where
 * a stage is to pass on only what is whole, a map stands between a model and the split of what it writes.
 */
public final class Pipelines {

    public static final String ENGINE = "model";
    public static final String SEARCH = "search";

    /** Stage that a client sees an item of with each verdict. */
    public static final String VERDICT = "verdict";

    private static final String ARRAY = "json-array";

    /** What the service that searches answers. */
    public enum Found {
        /** The evidence itself. */
        TEXT,
        /** An object with the evidence as {@code text}, as {@code /search} of the simulated replicas does. */
        OBJECT
    }

    private final Found found;

    private Pipelines(Found found) {
        this.found = found;
    }

    /** With a service that answers texts. */
    static Pipeline of(Mode mode) {
        return of(mode, Found.TEXT);
    }

    public static Pipeline of(Mode mode, Found found) {
        return new Pipelines(found).pipeline(mode);
    }

    public static String name(Mode mode) {
        return "headline-" + mode.id();
    }

    private Pipeline pipeline(Mode mode) {
        var pipeline = Pipeline.named(name(mode));
        var answer = pipeline.question()
                .llm("answer", ENGINE)
                .system(Prompts.answerHead())
                .template("{{question}}")
                .emit();
        var verdicts = switch (mode) {
            case STREAM -> stream(answer);
            case WHOLE -> whole(answer);
            case BARRIER -> barrier(answer);
        };
        return pipeline.sink("result", verdicts, "{{answer}}");
    }

    private Output<Pipeline.Root> stream(Output<Pipeline.Root> answer) {
        var sentence = answer.split("sentence", "sentences");
        var claims = sentence.filter("claiming", "!sentence.contains('claims:0')")
                .llm("claims", ENGINE)
                .system(claimsHead(true))
                .template(claims("sentence_so_far"));
        var claim = claims.split("claim", ARRAY);
        var query = queries(claim).split("query", ARRAY);
        var evidence = query.collect("evidence", search(query));
        var findings = claim.collect("findings", verdict(evidence, "claim", "evidence"));
        return sentence.collect("annotated", findings);
    }

    private Output<Pipeline.Root> whole(Output<Pipeline.Root> answer) {
        var claim = allClaims(answer).split("claim", ARRAY);
        var query = queries(claim).map("all_queries", "{{queries}}").split("query", ARRAY);
        var evidence = query.collect("evidence", search(query));
        return claim.collect("findings", verdict(evidence, "claim", "evidence"));
    }

    /** After each stage all claims are put together and taken apart again. */
    private Output<Pipeline.Root> barrier(Output<Pipeline.Root> answer) {
        var claim = allClaims(answer).split("claim", ARRAY);
        var queried = queries(claim).json().object("queried", Map.of("claim", "{{claim}}", "queries", "{{queries}}"));
        var asked = claim.collect("all_queried", queried).split("asked", ARRAY);
        var query = asked.split("query", ARRAY);
        var evidence = query.collect("evidence", search(query));
        var searched = evidence.object("searched", Map.of("claim", "{{asked.claim}}", "evidence", "{{evidence}}"));
        var found = asked.collect("all_searched", searched).split("found", ARRAY);
        return found.collect("findings", verdict(found, "found.claim", "found.evidence"));
    }

    private static Output<Pipeline.Root> allClaims(Output<Pipeline.Root> answer) {
        return answer.llm("claims", ENGINE)
                .system(claimsHead(false))
                .template(claims("answer"))
                .map("all_claims", "{{claims}}");
    }

    private static <L> ModelCall<L> queries(Output<L> claim) {
        return claim.llm("queries", ENGINE).system(queriesHead()).template("{{claim}}");
    }

    private <L> Output<L> search(Output<L> query) {
        return switch (found) {
            case TEXT -> query.call("found_text", SEARCH, Map.of());
            case OBJECT -> query.call("hit", SEARCH, Map.of()).map("found_text", "{{hit.text}}");
        };
    }

    /** The item that a client sees comes once the verdict is whole. */
    private static <L> Output<L> verdict(Output<L> input, String claim, String evidence) {
        return input.llm("verify", ENGINE)
                .system(verdictHead())
                .template(Prompts.verdict(claim, evidence))
                .map(VERDICT, "{{verify}}")
                .emit();
    }
}
