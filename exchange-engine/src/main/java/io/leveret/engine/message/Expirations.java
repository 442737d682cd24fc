package io.leveret.engine.message;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import io.leveret.codec.value.BasicProperties;
import java.math.BigInteger;
import java.util.Optional;

/** What a published message may say of the time it has to live. Cheap for those that say nothing, as most do. */
public final class Expirations {

    /** Ten years. */
    private static final long LONGEST_EXPIRATION = 315_360_000_000L;

    private Expirations() {
    }

    /** @throws AmqpException 406 when the expiration is not a number of milliseconds, in RabbitMQ's words */
    public static void check(BasicProperties properties) {
        Optional<String> expiration = properties.expiration();
        if (expiration.isEmpty()) return;
        String text = expiration.get();
        String fault = faultOf(text);
        if (fault == null) return;
        throw new AmqpException(ReplyCode.PRECONDITION_FAILED, "invalid expiration '" + text + "': " + fault);
    }

    private static String faultOf(String text) {
        int start = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        int end = start;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') end++;
        if (end == start) return "no_integer";
        if (end < text.length()) return "{leftover_string,\"" + text.substring(end) + "\"}";
        BigInteger value = new BigInteger(text);
        if (value.signum() < 0) return "{value_negative," + value + "}";
        if (value.bitLength() > 63 || value.longValue() > LONGEST_EXPIRATION) return "{value_too_large," + value + "}";
        return null;
    }
}
