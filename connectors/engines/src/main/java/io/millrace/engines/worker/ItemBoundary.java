package io.millrace.engines.worker;

/**
 * Where a later stage may be able to begin: the end of a line, of a sentence or of a JSON item. A guess that costs only a
 * record when it is wrong, since parsers downstream decide for themselves.
 */
final class ItemBoundary {

    private ItemBoundary() {}

    /** Whether an item ends in {@code text} at or after {@code from}. */
    static boolean reached(CharSequence text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (endsItem(text, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean endsItem(CharSequence text, int at) {
        char previous = at == 0 ? ' ' : text.charAt(at - 1);
        return switch (text.charAt(at)) {
            case '\n', '}', ']', '\u3002', '\uff01', '\uff1f' -> true;
            case '.', '!', '?' -> at == text.length() - 1;
            case ',' -> previous == '"' || Character.isDigit(previous);
            case ' ', '\t' -> previous == '.' || previous == '!' || previous == '?';
            case '"', '\'', ')' -> at == text.length() - 1 && (previous == '.' || previous == '!' || previous == '?');
            default -> false;
        };
    }
}
