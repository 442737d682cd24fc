package io.leveret.broker.amqp;

import java.util.Map;
import java.util.regex.Pattern;

/** The setting that a refusal goes by, for who reads the log: replies say what RabbitMQ's say, which know nothing of our settings. */
final class SettingBehind {

    private static final Map<Pattern, String> KEYS = Map.of(
            Pattern.compile("NOT_ALLOWED - connection refused: node connection limit "), "amqp.connection-max",
            Pattern.compile("NOT_ALLOWED - connection refused for address "), "amqp.connection-max-per-address",
            Pattern.compile("NOT_ALLOWED - number of channels opened on node "), "amqp.channel-max-per-node",
            Pattern.compile("NOT_ALLOWED - number of channels opened \\("), "amqp.channel-max, or less where the client wants less",
            Pattern.compile("NOT_ALLOWED - reached maximum \\(\\d+\\) of consumers per channel"), "amqp.consumer-max-per-channel",
            Pattern.compile("PRECONDITION_FAILED - message size "), "amqp.max-message-size",
            Pattern.compile("FRAME_ERROR - type \\d+, all octets = <<>>: \\{frame_too_large"), "amqp.frame-max, or less where the client wants less");

    private SettingBehind() {}

    /** The reply's text, followed by the setting if there is one. */
    static String named(String replyText) {
        return KEYS.entrySet().stream().filter(each -> each.getKey().matcher(replyText).lookingAt()).findFirst()
                .map(each -> replyText + " (" + each.getValue() + ")").orElse(replyText);
    }
}
