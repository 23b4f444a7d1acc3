package io.millrace.engines.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The claims a sentence makes. Coordinated clauses are parted only where each is a sentence of its own: both sides have a verb that
 * is known and the second names its subject. All else stays whole, since half a claim is worse than a long one. Pure.
 */
final class Claims {

    private static final int MIN_WORDS = 4;
    private static final Pattern JOINT = Pattern.compile(";\\s+|,\\s+(?:and|but|while|whereas)\\s+");
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Set<String> VERBS = Set.of(
            "is", "are", "was", "were", "has", "have", "had", "can", "could", "will", "would", "must", "may", "might",
            "does", "do", "did", "should", "shall", "cannot", "isn't", "aren't", "wasn't", "weren't", "doesn't",
            "don't", "didn't", "won't", "can't");
    private static final Set<String> DETERMINERS =
            Set.of("the", "a", "an", "each", "every", "all", "no", "some", "most", "both");

    private Claims() {}

    /** In the order of the sentence; none for a question or for {@link ExtractiveAnswer#NO_ANSWER}, which claim nothing. */
    static List<String> of(String sentence) {
        var text = sentence.strip();
        if (text.endsWith("?") || text.equals(ExtractiveAnswer.NO_ANSWER)) {
            return List.of();
        }
        var claims = new ArrayList<String>();
        int start = 0;
        var joints = JOINT.matcher(text);
        while (joints.find()) {
            if (isClause(text.substring(start, joints.start())) && namesItsSubject(text.substring(joints.end()))) {
                claims.add(asSentence(text.substring(start, joints.start())));
                start = joints.end();
            }
        }
        claims.add(asSentence(text.substring(start)));
        return claims;
    }

    private static boolean namesItsSubject(String rest) {
        var joint = JOINT.matcher(rest);
        var clause = joint.find() ? rest.substring(0, joint.start()) : rest;
        var first = SPACE.split(clause, 2)[0];
        boolean named = Character.isUpperCase(first.charAt(0)) || DETERMINERS.contains(first.toLowerCase(Locale.ROOT));
        return named && isClause(clause);
    }

    private static boolean isClause(String text) {
        var words = SPACE.split(text.strip());
        if (words.length < MIN_WORDS) {
            return false;
        }
        for (int i = 1; i < words.length; i++) {
            if (VERBS.contains(words[i].toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }

    private static String asSentence(String clause) {
        var text = clause.strip();
        var capital = text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
        char last = capital.charAt(capital.length() - 1);
        return ".!?\u2026\"\u201D)".indexOf(last) >= 0 ? capital : capital + ".";
    }
}
