package io.leveret.engine;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import io.leveret.codec.value.WireString;
import java.security.SecureRandom;
import java.util.Base64;

/** What names may be. */
final class EntityNames {

    private static final String RESERVED_PREFIX = "amq.";
    private static final int GENERATED_BYTES = 16;

    private final SecureRandom random = new SecureRandom();

    /** The name without carriage returns and line feeds, as RabbitMQ takes it when something is declared or bound. */
    static String clean(String name) {
        if (name.indexOf('\r') < 0 && name.indexOf('\n') < 0) return name;
        return name.replace("\r", "").replace("\n", "");
    }

    static boolean isReserved(String name) {
        return name.startsWith(RESERVED_PREFIX);
    }

    /** @throws AmqpException 403 when the name is the broker's to give */
    static void requireFree(String kind, String name) {
        if (!isReserved(name)) return;
        throw new AmqpException(ReplyCode.ACCESS_REFUSED,
            kind + " name '" + name + "' contains reserved prefix 'amq.*'");
    }

    /**
     * For what is not declared by clients: their protocol and the catalog take no longer names.
     *
     * @throws IllegalArgumentException when it is empty, no UTF-8 or longer than 255 bytes
     */
    static void requireUsable(String kind, String name) {
        if (name.isEmpty()) throw new IllegalArgumentException("the name of a " + kind + " must not be empty");
        if (!WireString.isWellFormed(name)) throw new IllegalArgumentException("the name of a " + kind + " must be UTF-8");
        if (WireString.encodedLength(name) > WireString.LONGEST_SHORT_STRING) {
            throw new IllegalArgumentException("the name of a " + kind + " must not be longer than 255 bytes");
        }
    }

    /** A name for a queue that was declared without one. */
    String generateQueueName() {
        byte[] bytes = new byte[GENERATED_BYTES];
        random.nextBytes(bytes);
        return "amq.gen-" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
