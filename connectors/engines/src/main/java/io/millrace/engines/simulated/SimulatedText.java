package io.millrace.engines.simulated;

import io.millrace.events.avro.tokens.Message;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the simulated model writes: a function of the prompt and the seed, so that every client gets the same. A token is
 * {@link Prompt#TOKEN_CHARACTERS} characters; whatever a client waits for (a sentence, an element of an array) ends with the last
 * character of the token that it should end with. Each string holds a hash of the prompt, so that no two are alike.
 */
final class SimulatedText {

    private static final Pattern QUOTED = Pattern.compile("(?s).*<<<(.*?)>>>.*");
    private static final Pattern MARKER = Pattern.compile("claims:(\\d{1,6})");
    private static final int DEFAULT_FILLER = 64;
    private static final int MOST_TOKENS = 1_000_000;

    /** Room for the hash, a marker of two digits and the stop. */
    private static final int LEAST_SENTENCE = 6;

    private static final int LEAST_ELEMENT = 5;

    /** The shortest verdict has 23 characters. */
    private static final int LEAST_VERDICT = 6;

    private final String prompt;
    private final long hash;

    private SimulatedText(String prompt, long seed) {
        this.prompt = prompt;
        long mixed = Blocks.mixed(seed);
        for (int i = 0; i < prompt.length(); i++) {
            mixed = mixed * 31 + prompt.charAt(i);
        }
        this.hash = Blocks.mixed(mixed);
    }

    /** All that the model reads. */
    static String promptOf(List<Message> messages) {
        return messages.stream().map(Message::getContent).collect(Collectors.joining());
    }

    /**
     * Writes.
     *
     * @param maxTokens of an answer without directive; 0 for 64
     * @throws IllegalArgumentException in one sentence, when the directive cannot be followed
     */
    static String write(List<Message> messages, int maxTokens, long seed) {
        var text = new SimulatedText(promptOf(messages), seed);
        return Directive.in(messages)
                .map(text::follow)
                .orElseGet(() -> text.sentence("", characters(maxTokens > 0 ? maxTokens : DEFAULT_FILLER)));
    }

    private String follow(Directive directive) {
        return switch (directive.kind()) {
            case ANSWER -> answer(directive);
            case CLAIMS ->
                claims(directive.whole("tokens", 20, LEAST_ELEMENT), directive.whole("last", Integer.MAX_VALUE, 1));
            case QUERIES -> queries(directive.whole("count", 2, 1), directive.whole("tokens", 28, LEAST_ELEMENT));
            case VERDICT -> verdict(directive.whole("median", 64, 1), directive.number("sigma", 0.25));
        };
    }

    /** Each sentence ends with the first token at or behind its share, and says how many of the claims are its. */
    private String answer(Directive directive) {
        int tokens = directive.whole("tokens", 1);
        int sentences = directive.whole("sentences", 1);
        int claims = directive.whole("claims", 0);
        if (tokens < sentences * (long) LEAST_SENTENCE || claims > 99L * sentences) {
            throw new IllegalArgumentException("@simulate answer needs " + LEAST_SENTENCE
                    + " tokens and at most 99 claims a sentence, has " + tokens + ", " + sentences + ", " + claims);
        }
        var text = new StringBuilder(characters(tokens));
        for (int i = 0; i < sentences; i++) {
            long end = ((i + 1L) * tokens + sentences - 1) / sentences;
            long own = (long) claims * (i + 1) / sentences - (long) claims * i / sentences;
            text.append(sentence("-" + i + " claims:" + own, characters(end) - text.length()));
        }
        return text.toString();
    }

    /** @param sentences markers that count, the last ones of the text */
    private String claims(int tokensEach, int sentences) {
        var quoted = QUOTED.matcher(prompt);
        if (!quoted.matches()) {
            throw new IllegalArgumentException("@simulate claims needs a text in <<< >>> with markers like claims:2");
        }
        var markers = MARKER.matcher(quoted.group(1))
                .results()
                .mapToInt(marker -> Integer.parseInt(marker.group(1)))
                .toArray();
        int claims = Arrays.stream(markers)
                .skip(Math.max(0, markers.length - sentences))
                .sum();
        return array(claims, (long) claims * tokensEach);
    }

    private String queries(int count, int tokens) {
        if (tokens < (long) count * LEAST_ELEMENT) {
            throw new IllegalArgumentException(
                    "@simulate queries needs " + LEAST_ELEMENT + " tokens each, has " + tokens + " for " + count);
        }
        return array(count, tokens);
    }

    private String verdict(int median, double sigma) {
        double drawn = median * Math.exp(sigma * new SplittableRandom(hash).nextGaussian());
        int room = characters((long) Math.max(LEAST_VERDICT, drawn));
        var head = "{\"verdict\":\"supported\"";
        var named = head + ",\"id\":\"" + name() + "\",\"note\":\"";
        if (named.length() + 2 > room) {
            return padded(head + "}", room, " ");
        }
        return padded(named, room - 2, "flow ") + "\"}";
    }

    /** Element i is closed by token {@code tokens * (i + 1) / count}; the last one also closes the array. */
    private String array(int count, long tokens) {
        if (count == 0) {
            return "[]  ";
        }
        var text = new StringBuilder(characters(tokens));
        for (int i = 0; i < count; i++) {
            int end = characters(tokens * (i + 1) / count);
            var head = (i == 0 ? "[\"" : ",\"") + name() + "-" + i + " ";
            var tail = i == count - 1 ? "\"]" : "\"";
            text.append(padded(head, end - text.length() - tail.length(), "flow "))
                    .append(tail);
        }
        return text.toString();
    }

    /** The space behind the stop is what shows a reader that the sentence is over. */
    private String sentence(String marker, int room) {
        return padded(name() + marker + " ", room - 2, "flow ") + ". ";
    }

    private String name() {
        return "%08x".formatted((int) hash);
    }

    private static String padded(String head, int length, String padding) {
        return (head + padding.repeat(Math.max(0, length - head.length()) / padding.length() + 1)).substring(0, length);
    }

    private static int characters(long tokens) {
        if (tokens > MOST_TOKENS) {
            throw new IllegalArgumentException("the simulated engine writes at most " + MOST_TOKENS + " tokens");
        }
        return Math.toIntExact(tokens * Prompt.TOKEN_CHARACTERS);
    }
}
