package io.millrace.cli.diff;

import io.millrace.cli.diff.Alignment.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What became of a text, word by word.
 *
 * @param pieces in reading order, no two neighbours alike in kind
 */
public record TextDiff(List<Piece> pieces) {

    /** What became of a piece. */
    public enum Kind {
        KEPT,
        REMOVED,
        ADDED
    }

    /** Words with the white space behind each. */
    public record Piece(Kind kind, String text) {}

    public TextDiff {
        pieces = List.copyOf(pieces);
    }

    /** Texts that have little in common are replaced as a whole: words they share by chance say nothing. */
    public static TextDiff of(String before, String after) {
        if (!before.equals(after) && WordBag.of(before).likeness(WordBag.of(after)) == 0) {
            return new TextDiff(Stream.of(new Piece(Kind.REMOVED, before), new Piece(Kind.ADDED, after))
                    .filter(piece -> !piece.text().isEmpty())
                    .toList());
        }
        var rows = Alignment.of(words(before), words(after), (left, right) -> left.equals(right) ? 1 : 0);
        var pieces = new ArrayList<Piece>();
        var text = new StringBuilder();
        for (var i = 0; i < rows.size(); i++) {
            var kind = kind(rows.get(i));
            text.append(word(rows.get(i)));
            if (i + 1 == rows.size() || kind(rows.get(i + 1)) != kind) {
                pieces.add(new Piece(kind, text.toString()));
                text.setLength(0);
            }
        }
        return new TextDiff(pieces);
    }

    public String before() {
        return joined(piece -> piece.kind() != Kind.ADDED);
    }

    public String after() {
        return joined(piece -> piece.kind() != Kind.REMOVED);
    }

    /**
     * The text with its changes marked as by {@code git diff --word-diff}: {@code [-removed-]{+added+}}.
     *
     * @param context words of what is kept that are shown beside a change; what is left out is three dots
     */
    public String marked(int context) {
        var text = new StringBuilder();
        for (var i = 0; i < pieces.size(); i++) {
            var piece = pieces.get(i);
            switch (piece.kind()) {
                case KEPT ->
                    text.append(shortened(piece.text(), i == 0 ? 0 : context, i + 1 == pieces.size() ? 0 : context));
                case REMOVED -> {
                    var replaced = i + 1 < pieces.size() && pieces.get(i + 1).kind() == Kind.ADDED;
                    mark(text, "[-", piece.text(), "-]", !replaced);
                }
                case ADDED -> mark(text, "{+", piece.text(), "+}", true);
            }
        }
        return text.toString().strip();
    }

    /** White space stays outside the marks; that of what was replaced is not shown. */
    private static void mark(StringBuilder text, String open, String marked, String close, boolean withSpace) {
        var words = marked.stripTrailing();
        text.append(open).append(words).append(close);
        if (withSpace) {
            text.append(marked, words.length(), marked.length());
        }
    }

    private static String shortened(String kept, int first, int last) {
        var words = words(kept);
        if (words.size() <= first + last + 1) {
            return kept;
        }
        return String.join("", words.subList(0, first)) + "... "
                + String.join("", words.subList(words.size() - last, words.size()));
    }

    private String joined(Predicate<Piece> wanted) {
        return pieces.stream().filter(wanted).map(Piece::text).collect(Collectors.joining());
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("(?<=\\s)(?=\\S)"));
    }

    private static Kind kind(Row<String> row) {
        if (row.before() == null) {
            return Kind.ADDED;
        }
        return row.after() == null ? Kind.REMOVED : Kind.KEPT;
    }

    private static String word(Row<String> row) {
        if (row.before() != null) {
            return row.before();
        }
        return row.after() == null ? "" : row.after();
    }
}
