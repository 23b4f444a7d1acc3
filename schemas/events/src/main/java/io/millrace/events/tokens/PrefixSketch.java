package io.millrace.events.tokens;

import java.nio.ByteBuffer;
import java.util.Collection;

/**
 * Which blocks of prompts ({@link PromptBlocks}) a replica holds, as a Bloom filter: 10 bits a block, 7 of them set for each,
 * so that 0.8 % of the blocks that are not held seem to be. One of the 6,250 blocks of 100,000 tokens has 7,813 bytes; it
 * never has more than {@link #MOST_BYTES}. One of that size has only one bit a block: it may be of many more blocks, and seven
 * bits of each would fill it. It then errs for the share e of blocks whose bit is set, which makes a beginning that is held
 * seem longer by e/(1-e) blocks in the mean: 1.2 when it is of a million tokens. Which bits:
 * (low 32 bits of the hash + i * high 32 bits made odd) modulo the number of bits, all unsigned, i from 0 to 6, or 0 only;
 * bit b is bit b%8 of byte b/8. Immutable.
 */
public final class PrefixSketch {

    /** Largest sketch: each report of a replica carries a whole one. */
    public static final int MOST_BYTES = 10_000;

    /** Of a replica that holds nothing. */
    public static final PrefixSketch EMPTY = new PrefixSketch(ByteBuffer.allocate(0));

    private static final int BITS_PER_BLOCK = 10;
    private static final int HASHES = 7;

    private final ByteBuffer bits;

    private PrefixSketch(ByteBuffer bits) {
        this.bits = bits;
    }

    /** @param bytes not changed any more */
    public static PrefixSketch of(ByteBuffer bytes) {
        return bytes.hasRemaining() ? new PrefixSketch(bytes.slice()) : EMPTY;
    }

    public static PrefixSketch of(Collection<Long> blocks) {
        if (blocks.isEmpty()) {
            return EMPTY;
        }
        var bytes = (int) Math.min(MOST_BYTES, ((long) blocks.size() * BITS_PER_BLOCK + Byte.SIZE - 1) / Byte.SIZE);
        var bits = new byte[bytes];
        var size = bytes * Byte.SIZE;
        for (long block : blocks) {
            var bit = first(block, size);
            var step = step(block, size);
            for (var i = 0; i < hashes(bytes); i++) {
                bits[bit / Byte.SIZE] |= (byte) (1 << bit % Byte.SIZE);
                bit = (bit + step) % size;
            }
        }
        return new PrefixSketch(ByteBuffer.wrap(bits));
    }

    /** True for each block that is held, and for a few that are not. */
    public boolean mayHold(long block) {
        var bytes = bits.limit();
        if (bytes == 0) {
            return false;
        }
        var size = bytes * Byte.SIZE;
        var bit = first(block, size);
        var step = step(block, size);
        for (var i = 0; i < hashes(bytes); i++) {
            if ((bits.get(bit / Byte.SIZE) >> bit % Byte.SIZE & 1) == 0) {
                return false;
            }
            bit = (bit + step) % size;
        }
        return true;
    }

    public ByteBuffer bytes() {
        return bits.asReadOnlyBuffer();
    }

    private static int hashes(int bytes) {
        return bytes < MOST_BYTES ? HASHES : 1;
    }

    private static int first(long block, int size) {
        return Integer.remainderUnsigned((int) block, size);
    }

    /** From one bit of a block to the next, modulo the size: the same bits as by products of longs, in a third of the time. */
    private static int step(long block, int size) {
        return Integer.remainderUnsigned((int) (block >>> Integer.SIZE) | 1, size);
    }
}
