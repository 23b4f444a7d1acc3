package io.millrace.load.headline.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.load.headline.Answer;
import io.millrace.load.headline.Workload;
import java.util.Comparator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PromptsTest {

    private static final int BLOCK_CHARACTERS = 16 * 4;
    private static final int QUESTIONS = 20_000;

    /** The one that leaves least room for what tells questions apart. */
    private static final Answer LONGEST = Workload.answers().stream()
            .max(Comparator.comparing(answer -> "" + answer.tokens() + answer.sentences() + answer.claims()))
            .orElseThrow();

    /** Else a prompt would cost a replica less than in virtual time, where no question comes twice. */
    @Test
    void shouldShareTheBlocksOfTheHeadAndNoOther() {
        var prompts = IntStream.range(0, QUESTIONS)
                .mapToObj(id -> Prompts.answerHead() + Prompts.question(String.valueOf(id), LONGEST))
                .toList();

        int head = 120 / 16 * BLOCK_CHARACTERS;
        assertThat(prompts.stream().map(prompt -> prompt.substring(0, head)).collect(Collectors.toSet()))
                .hasSize(1);
        assertThat(prompts.stream()
                        .map(prompt -> prompt.substring(head, head + BLOCK_CHARACTERS))
                        .collect(Collectors.toSet()))
                .hasSize(QUESTIONS);
    }
}
