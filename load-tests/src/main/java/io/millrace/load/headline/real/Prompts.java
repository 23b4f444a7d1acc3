package io.millrace.load.headline.real;

import io.millrace.load.headline.Answer;
import io.millrace.load.headline.Stage;
import java.util.Locale;

/**
 * What the model is asked, in the sizes that the experiment prescribes; a token has four characters. A claim is longer than the
 * experiment has it and comes whole, so the head of its prompts is as much shorter: no fewer blocks of it are cached, and
 * all of it is as long.
 */
public final class Prompts {

    /** Of each of the two searches: with the claim they fill the room of the evidence. */
    public static final int EVIDENCE_TOKENS = 290;

    private static final int CHARACTERS = 4;
    private static final int QUESTION_TOKENS = 13;
    private static final int CLAIM_TOKENS = 14;
    private static final int VERDICT_TOKENS = 600;

    /** The directive does not fit into the 13 tokens of the experiment; the head is shorter by what is more. */
    private static final int QUESTION_CHARACTERS = 80;

    /** Of 20 tokens less quotation marks and a comma; the last one of an array has one less. */
    private static final int CLAIM_CHARACTERS = 77;

    private static final String QUOTES = "<<<>>>";
    private static final String FILLER = " so it goes";

    private Prompts() {}

    /**
     * A question whose answer has these sizes.
     *
     * @param id that no other question has
     */
    public static String question(String id, Answer answer) {
        var directive = String.format(
                Locale.ROOT,
                "\n@simulate answer tokens=%d sentences=%d claims=%d",
                answer.tokens(),
                answer.sentences(),
                answer.claims());
        return fitted(id, QUESTION_CHARACTERS - directive.length()) + directive;
    }

    static String answerHead() {
        return head("Answer in plain sentences.", "", Stage.ANSWER, QUESTION_TOKENS, QUESTION_CHARACTERS);
    }

    /** @param last whether only the claims of the last sentence are wanted, else those of all */
    static String claimsHead(boolean last) {
        var directive = "\n@simulate claims tokens=20" + (last ? " last=1" : "");
        return head("List each claim as a JSON array of strings.", directive, Stage.CLAIMS, 0, QUOTES.length());
    }

    /** @param text template of the text whose claims are wanted */
    static String claims(String text) {
        return "<<<{{" + text + "}}>>>";
    }

    static String queriesHead() {
        var directive = "\n@simulate queries count=2 tokens=28";
        return head("Write two search queries.", directive, Stage.QUERIES, CLAIM_TOKENS, CLAIM_CHARACTERS);
    }

    static String verdictHead() {
        var own = CLAIM_CHARACTERS + 1 + 2 * EVIDENCE_TOKENS * CHARACTERS;
        var directive = "\n@simulate verdict median=64 sigma=0.25";
        return head("Does the evidence support the claim?", directive, Stage.VERDICT, VERDICT_TOKENS, own);
    }

    /**
     * Claim and evidence.
     *
     * @param claim its name
     * @param evidence name of a list of texts
     */
    static String verdict(String claim, String evidence) {
        return "{{%1$s}}\n{{#%2$s}}{{.}}{{/%2$s}}".formatted(claim, evidence);
    }

    /** As long as leaves {@code characters} for what differs, where the experiment has {@code tokens}. */
    private static String head(String task, String directive, Stage stage, int tokens, int characters) {
        int length = (stage.headTokens() + tokens) * CHARACTERS - characters;
        return fitted(task, length - directive.length()) + directive;
    }

    private static String fitted(String text, int length) {
        if (text.length() > length) {
            throw new IllegalArgumentException("'" + text + "' is longer than " + length + " characters");
        }
        return (text + FILLER.repeat(length / FILLER.length() + 1)).substring(0, length);
    }
}
