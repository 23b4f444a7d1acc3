package io.millrace.tokens.parse;

/**
 * A pattern for a text that goes on. Whatever reads or looks at a character may stand at the end of the text instead, where
 * it is taken to hold: {@code ab|a} becomes {@code (?:a|\z)(?:b|\z)|(?:a|\z)}. RE2 gives the match that it prefers; with
 * this pattern that is one which ends at the end of the text, as long as more text could make any preferred match come
 * about. Groups keep their numbers.
 */
final class OpenPattern {

    private final String source;
    private final StringBuilder open = new StringBuilder();
    private int at;

    private OpenPattern(String source) {
        this.source = source;
    }

    /** @param pattern in RE2 syntax; what is none gives something that is none either */
    static String of(String pattern) {
        return new OpenPattern(pattern).read();
    }

    private String read() {
        while (at < source.length()) {
            switch (source.charAt(at)) {
                case '|', ')', '*', '+', '?' -> copy(at + 1);
                case '(' -> copy(endOfGroupHead());
                case '[' -> wrap(endOfClass());
                case '{' -> count();
                case '\\' -> escape();
                default -> wrap(source.offsetByCodePoints(at, 1));
            }
        }
        return open.toString();
    }

    private void copy(int end) {
        open.append(source, at, end);
        at = end;
    }

    private void wrap(int end) {
        open.append("(?:").append(source, at, end).append("|\\z)");
        at = end;
    }

    /** Behind {@code (}, {@code (?:}, {@code (?i)}, {@code (?P<name>}. */
    private int endOfGroupHead() {
        if (!source.startsWith("(?", at)) {
            return at + 1;
        }
        var end = at + 2;
        while (end < source.length() && ":>)".indexOf(source.charAt(end)) < 0) {
            end++;
        }
        return Math.min(end + 1, source.length());
    }

    /** A bracket right behind the opening one, or behind the caret there, is one of the characters. */
    private int endOfClass() {
        var end = at + (source.startsWith("[^", at) ? 2 : 1);
        end += source.startsWith("]", end) ? 1 : 0;
        while (end < source.length() && source.charAt(end) != ']') {
            var named = source.startsWith("[:", end) ? source.indexOf(":]", end) : -1;
            end = named >= 0 ? named + 2 : end + (source.charAt(end) == '\\' ? 2 : 1);
        }
        return Math.min(end + 1, source.length());
    }

    /** Braces that hold no count are characters. */
    private void count() {
        var end = source.indexOf('}', at) + 1;
        if (end > 0 && source.substring(at, end).matches("\\{\\d+(,\\d*)?}")) {
            copy(end);
        } else {
            wrap(at + 1);
        }
    }

    private void escape() {
        if (source.startsWith("\\Q", at)) {
            quoted();
        } else {
            wrap(endOfEscape());
        }
    }

    private void quoted() {
        var end = source.indexOf("\\E", at);
        for (at += 2; at < (end < 0 ? source.length() : end); ) {
            var next = source.offsetByCodePoints(at, 1);
            open.append("(?:\\Q").append(source, at, next).append("\\E|\\z)");
            at = next;
        }
        at = end < 0 ? source.length() : end + 2;
    }

    /** Behind {@code \d}, <code>\p{Greek}</code>, <code>\x{10ffff}</code>, {@code \x41}, {@code \012}. */
    private int endOfEscape() {
        if (at + 1 >= source.length()) {
            return source.length();
        }
        var letter = source.charAt(at + 1);
        var braces = source.startsWith("{", at + 2) ? source.indexOf('}', at) + 1 : 0;
        var end = source.offsetByCodePoints(at + 1, 1);
        if ("pPx".indexOf(letter) >= 0 && braces > 0) {
            return braces;
        }
        if (letter == 'x') {
            return Math.min(end + 2, source.length());
        }
        if (letter == 'p' || letter == 'P') {
            return Math.min(end + 1, source.length());
        }
        while (Character.isDigit(letter) && end < Math.min(at + 4, source.length()) && isOctal(source.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isOctal(char digit) {
        return digit >= '0' && digit <= '7';
    }
}
