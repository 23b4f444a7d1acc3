package io.millrace.tokens.parse;

/**
 * Where a text is in the JSON array that it holds, seen from the next character: enough to go on without what was read.
 *
 * @param part what the next character belongs to
 * @param depth brackets of the element that are open
 */
record ArrayPlace(Part part, int depth) {

    /** Deeper elements are not read: half of what Jackson reads, so that what is made of them can be read as well. */
    static final int MOST_DEPTH = 500;

    /** Before the array. */
    static final ArrayPlace BEFORE = new ArrayPlace(Part.PROSE, 0);

    private static final int PART_BITS = 4;

    /** Parts of a text with an array; those of an element last. */
    enum Part {
        /** What stands before the array. */
        PROSE,
        /** The array is over, or cannot be read on. */
        CLOSED,
        /** Behind the bracket that opens the array. */
        FIRST,
        /** Behind a comma. */
        NEXT,
        /** Behind an element. */
        BEHIND,
        /** A number, true, false or null. */
        SCALAR,
        /** Inside an object or array, outside its strings. */
        NESTED,
        STRING,
        /** Behind a backslash of a string. */
        ESCAPED;

        boolean isOfElement() {
            return compareTo(SCALAR) >= 0;
        }
    }

    static ArrayPlace at(Part part) {
        return new ArrayPlace(part, 0);
    }

    /** The place that {@link #mark} has written. */
    static ArrayPlace of(char mark) {
        return new ArrayPlace(Part.values()[mark & ((1 << PART_BITS) - 1)], mark >> PART_BITS);
    }

    /** The place as one character, below those of surrogate pairs. */
    char mark() {
        return (char) (depth << PART_BITS | part.ordinal());
    }

    ArrayPlace within(Part other) {
        return new ArrayPlace(other, depth);
    }
}
