package io.millrace.cli;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** An amount in the currency of the price table, as it is shown: small ones count, trailing zeros do not. */
public final class Cost {

    private static final int DIGITS = 6;

    private Cost() {}

    /** To a millionth of the currency. */
    public static String of(double cost) {
        var rounded = BigDecimal.valueOf(cost).setScale(DIGITS, RoundingMode.HALF_UP);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
