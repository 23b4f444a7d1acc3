package io.millrace.load.headline.routing;

import io.millrace.engines.simulated.Prompt;
import io.millrace.events.avro.tokens.Message;
import io.millrace.events.tokens.PromptBlocks;
import java.util.HexFormat;
import java.util.List;

/**
 * Words for prompts of which only sizes and shared beginnings are known, so that they are hashed as any prompt is: prompts
 * share as much text as they share blocks. Text beyond what is hashed is left out.
 */
final class PromptText {

    private static final int BLOCK_CHARACTERS = Prompt.BLOCK * PromptBlocks.CHARACTERS_PER_TOKEN;
    private static final int MOST_CHARACTERS = PromptBlocks.MOST * BLOCK_CHARACTERS;
    private static final HexFormat HEX = HexFormat.of();

    private PromptText() {}

    /**
     * @param number of the call; what it shares with no other call is made of it
     * @return hashes as those of a work item
     */
    static List<Long> blocks(Prompt prompt, long number) {
        var shared = prompt.blocks();
        int length = (int) Math.min(MOST_CHARACTERS, (long) prompt.tokens() * PromptBlocks.CHARACTERS_PER_TOKEN);
        var text = new StringBuilder(length + BLOCK_CHARACTERS);
        for (int i = 0; i < shared.size() && text.length() < length; i++) {
            text.append(HEX.toHexDigits(shared.get(i)).repeat(BLOCK_CHARACTERS / (2 * Long.BYTES)));
        }
        var own = "call " + HEX.toHexDigits(number) + ' ';
        while (text.length() < length) {
            text.append(own);
        }
        text.setLength(length);
        return PromptBlocks.of(List.of(new Message("user", text.toString())));
    }
}
