package io.leveret.broker.amqp;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import io.leveret.codec.value.Binary;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldType;
import io.leveret.codec.value.FieldValue;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Name and password, as the SASL mechanisms of {@code connection.start-ok} carry them. */
record Credentials(String user, String password) {

    /** Keeps the password out of every log. */
    @Override
    public String toString() {
        return user;
    }

    /** Of which there are none here: a certificate vouches for the client. */
    static final String EXTERNAL = "EXTERNAL";

    /** @throws AmqpException 503 for a mechanism that is not offered, 502 for a response that is not in its form */
    static Credentials read(String mechanism, byte[] response) {
        return switch (mechanism) {
            case "PLAIN" -> plain(response);
            case "AMQPLAIN" -> amqPlain(response);
            default -> throw unknown(mechanism);
        };
    }

    /** Or one that is not offered. */
    static AmqpException unknown(String mechanism) {
        return new AmqpException(ReplyCode.COMMAND_INVALID, "unknown authentication mechanism '" + mechanism + "'");
    }

    /** {@code NUL user NUL password}; an identity to act for, before the first NUL, is not taken. */
    private static Credentials plain(byte[] response) {
        int second = indexOfNul(response, 1);
        boolean wellFormed = response.length > 0 && response[0] == 0 && second > 0
                && indexOfNul(response, second + 1) < 0;
        if (!wellFormed) throw malformed(response);
        return new Credentials(text(response, 1, second), text(response, second + 1, response.length));
    }

    /** A field table without its length. */
    private static Credentials amqPlain(byte[] response) {
        FieldTable fields;
        try {
            fields = FieldTable.readEntries(response);
        } catch (AmqpException undecodable) {
            throw malformed(response);
        }
        Optional<String> user = fields.find("LOGIN").flatMap(Credentials::text);
        Optional<String> password = fields.find("PASSWORD").flatMap(Credentials::text);
        if (user.isEmpty() || password.isEmpty()) throw malformed(response);
        return new Credentials(user.get(), password.get());
    }

    private static Optional<String> text(FieldValue field) {
        if (field.isString()) return Optional.of(field.asText());
        if (field.type() != FieldType.BINARY) return Optional.empty();
        byte[] bytes = ((Binary) field.value()).toByteArray();
        return Optional.of(text(bytes, 0, bytes.length));
    }

    private static int indexOfNul(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == 0) return i;
        }
        return -1;
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /** RabbitMQ prints the response; it may hold a password, so we do not. */
    private static AmqpException malformed(byte[] response) {
        return new AmqpException(ReplyCode.SYNTAX_ERROR, "response of " + response.length + " bytes invalid");
    }
}
