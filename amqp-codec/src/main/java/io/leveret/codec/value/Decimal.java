package io.leveret.codec.value;

import java.math.BigDecimal;

/** A decimal number of a field table: an unsigned 32-bit number and how many of its digits are fractional. */
public record Decimal(int scale, long unscaled) {
    public Decimal {
        if (scale < 0 || scale > 0xff) throw new IllegalArgumentException("scale " + scale);
        if (unscaled < 0 || unscaled > 0xffff_ffffL) throw new IllegalArgumentException("unscaled value " + unscaled);
    }

    @Override public String toString() {
        return BigDecimal.valueOf(unscaled, scale).toPlainString();
    }
}
