package io.millrace.cli.answer;

import io.millrace.cli.Cost;
import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Queue;

/**
 * Shows an answer on a terminal while it comes. Words are printed at once; a verdict waits for the end of the sentence
 * that is being written, then stands on a line of its own. For one thread.
 */
public final class AnswerPrinter {

    private static final int PASSAGE_LENGTH = 160;

    private final PrintWriter out;
    private final Citations citations = new Citations();
    private final Queue<AnswerEvent.Checked> waiting = new ArrayDeque<>();
    private boolean lineOpen;
    private boolean sentenceOpen;

    public AnswerPrinter(PrintWriter out) {
        this.out = out;
    }

    public void show(AnswerEvent event) {
        if (event instanceof AnswerEvent.Text text) {
            write(text.fragment());
        } else if (event instanceof AnswerEvent.Checked checked) {
            waiting.add(checked);
        }
        if (!sentenceOpen) {
            showWaiting();
        }
        out.flush();
    }

    /** Shows what the answer as a whole says: its citations, what it cost, and what went wrong. */
    public void finish(Answer answer) {
        showWaiting();
        endLine();
        if (!citations.shown().isEmpty()) {
            out.println();
            out.println("Citations");
        }
        var number = 1;
        for (var citation : citations.shown()) {
            out.printf("  [%d] %s (%s)%n", number++, citation.title(), citation.source());
            out.printf("      %s%n", shortened(citation.text()));
        }
        if (answer.cost() > 0) {
            out.println();
            out.println("cost: " + Cost.of(answer.cost()));
        }
        if (!answer.error().isEmpty()) {
            out.println();
            out.println(answer.status().toLowerCase(Locale.ROOT) + ": " + answer.error());
        }
        out.flush();
    }

    private void write(String fragment) {
        if (fragment.isEmpty()) {
            return;
        }
        out.print(lineOpen ? fragment : fragment.stripLeading());
        lineOpen = !fragment.endsWith("\n");
        sentenceOpen = !fragment.stripTrailing().matches("(?s).*[.!?][\"')\\]]*");
    }

    private void showWaiting() {
        for (var checked = waiting.poll(); checked != null; checked = waiting.poll()) {
            endLine();
            out.println(line(checked.index(), checked.sentence()));
        }
    }

    private String line(int index, CheckedSentence sentence) {
        var line = new StringBuilder(sentence.verdict().good() ? "  + " : "  - ");
        line.append("sentence ")
                .append(index + 1)
                .append(": ")
                .append(sentence.verdict().words());
        var marks = citations.marks(sentence);
        if (!marks.isEmpty()) {
            line.append(' ').append(marks);
        }
        if (sentence.score() > 0) {
            line.append(String.format(Locale.ROOT, " (%.2f)", sentence.score()));
        }
        return line.toString();
    }

    private void endLine() {
        if (lineOpen) {
            out.println();
            lineOpen = false;
        }
    }

    private static String shortened(String passage) {
        var line = passage.replaceAll("\\s+", " ").strip();
        return line.length() <= PASSAGE_LENGTH ? line : line.substring(0, PASSAGE_LENGTH) + "...";
    }
}
