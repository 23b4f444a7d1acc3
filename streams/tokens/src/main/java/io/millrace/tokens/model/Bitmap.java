package io.millrace.tokens.model;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.function.IntConsumer;

/** A set of small numbers: number i is bit i%8 of byte i/8. Immutable. */
public final class Bitmap {

    private final BitSet bits;

    private Bitmap(BitSet bits) {
        this.bits = bits;
    }

    public static Bitmap of(ByteBuffer bytes) {
        return new Bitmap(BitSet.valueOf(bytes));
    }

    public boolean has(int number) {
        return bits.get(number);
    }

    public Bitmap with(int number) {
        var more = (BitSet) bits.clone();
        more.set(number);
        return new Bitmap(more);
    }

    public Bitmap without(int number) {
        var fewer = (BitSet) bits.clone();
        fewer.clear(number);
        return new Bitmap(fewer);
    }

    public int count() {
        return bits.cardinality();
    }

    /** In rising order. */
    public void forEach(IntConsumer each) {
        bits.stream().forEach(each);
    }

    public ByteBuffer bytes() {
        return ByteBuffer.wrap(bits.toByteArray());
    }
}
