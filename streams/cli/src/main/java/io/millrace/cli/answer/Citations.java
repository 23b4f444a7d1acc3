package io.millrace.cli.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Numbers the citations of one answer, from 1, in the order in which they are first shown. For one thread. */
final class Citations {

    private final List<Citation> shown = new ArrayList<>();

    /** Marks such as {@code [1][3]} for a sentence; empty where it has no citation. */
    String marks(CheckedSentence sentence) {
        return sentence.citations().stream()
                .map(citation -> "[" + number(citation) + "]")
                .collect(Collectors.joining());
    }

    /** All that were numbered: the first is number 1. */
    List<Citation> shown() {
        return List.copyOf(shown);
    }

    private int number(Citation citation) {
        if (!shown.contains(citation)) {
            shown.add(citation);
        }
        return shown.indexOf(citation) + 1;
    }
}
