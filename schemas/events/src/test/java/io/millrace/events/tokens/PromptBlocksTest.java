package io.millrace.events.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.avro.tokens.Message;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PromptBlocksTest {

    private static final BigInteger ROOM = BigInteger.TWO.pow(64);
    private static final int CASES = 50;
    private static final int BLOCK = 64;

    @Test
    void shouldHashEachBeginningAsItIsDocumented() {
        var random = new Random(42);
        for (var i = 0; i < CASES; i++) {
            var messages = messages(random);
            assertThat(PromptBlocks.of(messages)).as("seed 42, case %d", i).isEqualTo(naive(messages));
        }
    }

    @Test
    void shouldHashNoMoreThanTheMostBlocks() {
        var long1 = List.of(new Message("user", "a".repeat(BLOCK * (PromptBlocks.MOST + 5))));
        assertThat(PromptBlocks.of(long1)).hasSize(PromptBlocks.MOST);
        assertThat(PromptBlocks.of(List.of())).isEmpty();
    }

    @Test
    void shouldTellPromptsApartFromTheBlockInWhichTheyDiffer() {
        var text = "x".repeat(10 * BLOCK);
        var changed = text.substring(0, 5 * BLOCK) + 'y' + text.substring(5 * BLOCK + 1);

        var one = PromptBlocks.of(List.of(new Message("system", text)));
        var other = PromptBlocks.of(List.of(new Message("system", changed)));

        assertThat(other.subList(0, 5)).isEqualTo(one.subList(0, 5));
        assertThat(other.subList(5, 10)).doesNotContainAnyElementsOf(one);
    }

    /** Each beginning by itself, in whole numbers. */
    private static List<Long> naive(List<Message> messages) {
        var text = new StringBuilder();
        messages.forEach(message -> text.append(message.getRole() + '\n' + message.getContent() + '\n'));
        var hashes = new ArrayList<Long>();
        for (var end = BLOCK; end <= text.length() && hashes.size() < PromptBlocks.MOST; end += BLOCK) {
            var hash = new BigInteger("cbf29ce484222325", 16);
            for (var c : text.substring(0, end).toCharArray()) {
                hash = hash.xor(BigInteger.valueOf(c))
                        .multiply(new BigInteger("100000001b3", 16))
                        .mod(ROOM);
            }
            hash = mixed(mixed(hash, "ff51afd7ed558ccd"), "c4ceb9fe1a85ec53");
            hashes.add(hash.xor(hash.shiftRight(33)).longValue());
        }
        return hashes;
    }

    private static BigInteger mixed(BigInteger hash, String factor) {
        return hash.xor(hash.shiftRight(33))
                .multiply(new BigInteger(factor, 16))
                .mod(ROOM);
    }

    private static List<Message> messages(Random random) {
        var messages = new ArrayList<Message>();
        for (var i = random.nextInt(4); i > 0; i--) {
            var content = new StringBuilder();
            for (var length = random.nextInt(400); length > 0; length--) {
                content.append((char) random.nextInt(0xd800));
            }
            messages.add(new Message(random.nextBoolean() ? "user" : "system", content.toString()));
        }
        return messages;
    }
}
