package io.millrace.engines.local;

import io.millrace.engines.index.Passage;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Differences between a claim and a passage that can be seen in the words, and that embeddings miss. Pure. */
final class Contradiction {

    private static final Pattern NUMBER = Pattern.compile("\\d+(?:[.,]\\d+)*");
    private static final Pattern WORD = Pattern.compile("\\p{L}+(?:['\u2019]\\p{L}+)?");
    private static final Set<String> DENIALS =
            Set.of("not", "no", "never", "none", "nobody", "nothing", "neither", "nor", "cannot", "without");
    private static final List<String> NUMBER_WORDS = List.of(
            "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve");
    private static final Map<String, String> TENS = Map.of(
            "twenty", "20", "thirty", "30", "forty", "40", "fifty", "50", "sixty", "60", "seventy", "70", "eighty",
            "80", "ninety", "90");

    private Contradiction() {}

    /** Whether a number of the claim is missing from the passage, or only one of the two denies. */
    static boolean isVisible(String claim, Passage passage) {
        return denies(claim) != denies(passage.text())
                || !numbers(passage.titled()).containsAll(digits(claim));
    }

    private static boolean denies(String text) {
        return WORD.matcher(text.toLowerCase(Locale.ROOT))
                .results()
                .map(match -> match.group().replace('\u2019', '\''))
                .anyMatch(word -> DENIALS.contains(word) || word.endsWith("n't"));
    }

    /** Numbers in digits and, so that "3" finds "three", small ones in words. */
    private static Set<String> numbers(String text) {
        var numbers = digits(text);
        WORD.matcher(text.toLowerCase(Locale.ROOT)).results().forEach(match -> {
            int small = NUMBER_WORDS.indexOf(match.group());
            if (small >= 0) {
                numbers.add(Integer.toString(small));
            }
            var ten = TENS.get(match.group());
            if (ten != null) {
                numbers.add(ten);
            }
        });
        return numbers;
    }

    private static Set<String> digits(String text) {
        var numbers = new HashSet<String>();
        NUMBER.matcher(text)
                .results()
                .forEach(match -> numbers.add(match.group().replace(",", "")));
        return numbers;
    }
}
