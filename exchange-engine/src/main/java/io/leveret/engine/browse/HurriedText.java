package io.leveret.engine.browse;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import java.util.concurrent.TimeUnit;

/**
 * A text through which a regular expression must be in time. Linear in a body of a MiB and in an expression of a thousand
 * repetitions is minutes all the same, and nothing else can stop a match that is under way.
 */
final class HurriedText implements CharSequence {

    /** Through so few characters each expression is in no time. */
    private static final int SHORT = 255;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int LOOKS_AT_THE_CLOCK = 16;

    private final String text;
    private final long until = System.nanoTime() + PATIENCE_NANOS;
    private int read;

    private HurriedText(String text) {
        this.text = text;
    }

    static CharSequence of(String text) {
        return text.length() <= SHORT ? text : new HurriedText(text);
    }

    /** @throws AmqpException when it takes too long */
    @Override
    public char charAt(int index) {
        if (++read % LOOKS_AT_THE_CLOCK == 0 && System.nanoTime() - until > 0) {
            throw new AmqpException(ReplyCode.PRECONDITION_FAILED, "the regular expression takes too long for a text of "
                + text.length() + " characters");
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
