package io.millrace.cli;

/** A number and its noun, as they read in a sentence. */
public final class Quantity {

    private Quantity() {}

    /** @param noun in the singular, one that takes an s in the plural */
    public static String of(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
