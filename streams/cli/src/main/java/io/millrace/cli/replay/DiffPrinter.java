package io.millrace.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cli.answer.CheckedSentence;
import io.millrace.cli.diff.JsonChange;
import io.millrace.cli.diff.JsonDiff.Element;
import io.millrace.cli.diff.JsonDiff.Fate;
import io.millrace.cli.diff.TextDiff;
import io.millrace.cli.replay.Outcome.Ending;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * Shows on a terminal what a replay has changed: {@code ~} is changed, {@code -} only in the first, {@code +} only in the second;
 * words as {@code git diff --word-diff} marks them.
 */
final class DiffPrinter {

    /** Words beside a change, so that the place is found again. */
    private static final int CONTEXT = 6;

    private static final int SHOWN_CHARACTERS = 160;

    private final PrintWriter out;

    DiffPrinter(PrintWriter out) {
        this.out = out;
    }

    void print(OutcomeDiff diff) {
        var before = diff.before();
        var after = diff.after();
        out.println(after.pipeline() + " version " + change(before.version(), after.version()));
        out.println("  before  " + before.requestId() + "  " + ending(before.ending()));
        out.println("  after   " + after.requestId() + "  " + ending(after.ending()));
        out.println();
        if (diff.same()) {
            out.println("no difference");
        }
        if (!before.text().equals(after.text())) {
            out.println("text");
            out.println(indented("  ", TextDiff.of(before.text(), after.text()).marked(CONTEXT)));
        }
        if (!before.json().equals(after.json())) {
            printItems(diff);
        }
        if (!before.missing().equals(after.missing())) {
            out.println("missing");
            diff.noLongerMissing().forEach(missing -> out.println("  - " + missing));
            diff.newlyMissing().forEach(missing -> out.println("  + " + missing));
        }
        out.println();
        FiguresTable.lines(before, after).forEach(out::println);
        out.flush();
    }

    private void printItems(OutcomeDiff diff) {
        var same =
                diff.items().stream().filter(item -> item.fate() == Fate.SAME).count();
        out.println("items, " + same + " of " + diff.items().size() + " the same");
        for (var item : diff.items()) {
            switch (item.fate()) {
                case SAME -> {}
                case CHANGED -> printChanged(item);
                case REMOVED -> out.println("  - " + name(item, item.before()) + ": " + summary(item.before()));
                case ADDED -> out.println("  + " + name(item, item.after()) + ": " + summary(item.after()));
            }
        }
    }

    private void printChanged(Element item) {
        var verdict = "";
        if (isSentence(item.before()) && isSentence(item.after())) {
            verdict = ": " + change(verdict(item.before()), verdict(item.after()));
        }
        out.println("  ~ " + name(item, item.after()) + verdict);
        item.changes().forEach(change -> out.println("      " + line(change)));
    }

    private static String line(JsonChange change) {
        var place = change.path().isEmpty() ? "/" : change.path();
        return switch (change.operation()) {
            case ADD -> "+ " + place + ": " + value(change.after());
            case REMOVE -> "- " + place + ": " + value(change.before());
            case REPLACE -> "~ " + place + ": " + replaced(change.before(), change.after());
        };
    }

    private static String replaced(JsonNode before, JsonNode after) {
        return before.isTextual() && after.isTextual()
                ? indented(
                                "        ",
                                TextDiff.of(before.textValue(), after.textValue())
                                        .marked(CONTEXT))
                        .strip()
                : value(before) + " -> " + value(after);
    }

    private static String name(Element item, JsonNode value) {
        return (isSentence(value) ? "sentence " : "item ") + (item.place() + 1);
    }

    private static String summary(JsonNode item) {
        return isSentence(item) ? item.path("sentence").textValue().strip() + " (" + verdict(item) + ")" : value(item);
    }

    /** What pipelines that check an answer make of each sentence. */
    private static boolean isSentence(JsonNode item) {
        return item.path("sentence").isTextual() && item.path("findings").isArray();
    }

    private static String verdict(JsonNode item) {
        var sentence = CheckedSentence.of(item);
        var words = sentence.verdict().words();
        return sentence.score() > 0 ? String.format(Locale.ROOT, "%s %.2f", words, sentence.score()) : words;
    }

    private static String ending(Ending ending) {
        var text = new StringBuilder(ending.status());
        if (!ending.errorCode().isEmpty()) {
            text.append(", ").append(ending.errorCode());
        }
        if (!ending.finishReason().isEmpty()) {
            text.append(", finished by ").append(ending.finishReason());
        }
        return text.toString();
    }

    private static String value(JsonNode json) {
        var text = json.toString();
        return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "...";
    }

    private static String change(Object before, Object after) {
        return before.equals(after) ? before.toString() : before + " -> " + after;
    }

    private static String indented(String indent, String text) {
        return text.lines()
                .map(line -> indent + line)
                .reduce((first, second) -> first + System.lineSeparator() + second)
                .orElse("");
    }
}
