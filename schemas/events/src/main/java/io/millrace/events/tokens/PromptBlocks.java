package io.millrace.events.tokens;

import io.millrace.events.avro.tokens.Message;
import java.util.ArrayList;
import java.util.List;

/**
 * A prompt as hashes of its beginnings, so that who has read the same beginning before can be told without the text. The
 * text is, for each message, its role, a line feed, its content, a line feed. A token is taken for 4 characters (UTF-16 code
 * units) and a block is 16 tokens. The hash of block i is that of all characters from the first of the prompt to the last of
 * block i: 64-bit FNV-1a over code units in place of bytes, then MurmurHash3's 64-bit finaliser, which spreads it over all
 * bits. So two prompts agree in block i only when they agree in all before it. What is left after the last whole block is
 * not hashed.
 */
public final class PromptBlocks {

    /** Tokens of a block. */
    public static final int TOKENS = 16;

    /** Rule of thumb for English text. */
    public static final int CHARACTERS_PER_TOKEN = 4;

    /**
     * Most blocks of a prompt, 4,096 tokens. A hash takes up to 10 bytes of a record for 64 characters of the prompt in the
     * same record; beyond 256 of them it is told well enough where the beginning is cached.
     */
    public static final int MOST = 256;

    private static final long BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private PromptBlocks() {}

    /** Shortest beginning first, empty for a prompt of less than a block. */
    public static List<Long> of(List<Message> messages) {
        var chain = new Chain();
        for (var message : messages) {
            chain.add(message.getRole());
            chain.add("\n");
            chain.add(message.getContent());
            chain.add("\n");
        }
        return List.copyOf(chain.blocks);
    }

    /** The same hash of a whole text, such as the name of something that is to stand anywhere on a ring. */
    public static long hash(String text) {
        var hash = BASIS;
        for (var i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * PRIME;
        }
        return finished(hash);
    }

    private static long finished(long hash) {
        var mixed = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }

    private static final class Chain {

        private static final int LENGTH = TOKENS * CHARACTERS_PER_TOKEN;

        private final List<Long> blocks = new ArrayList<>();
        private long hash = BASIS;
        private int inBlock;

        void add(String text) {
            for (var i = 0; i < text.length() && blocks.size() < MOST; i++) {
                hash = (hash ^ text.charAt(i)) * PRIME;
                inBlock++;
                if (inBlock == LENGTH) {
                    blocks.add(finished(hash));
                    inBlock = 0;
                }
            }
        }
    }
}
