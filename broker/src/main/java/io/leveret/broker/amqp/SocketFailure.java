package io.leveret.broker.amqp;

import java.util.Locale;
import java.util.regex.Pattern;

/** What went wrong with a socket, in words for the log: epoll's messages name the system call and its number, too. */
final class SocketFailure {

    private static final Pattern SYSTEM_CALL = Pattern.compile("^.* failed with error\\(-?\\d+\\):? *");

    private SocketFailure() {
    }

    static String describe(Throwable failure) {
        String text = SYSTEM_CALL.matcher(String.valueOf(failure.getMessage())).replaceFirst("");
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains("connection reset")) return "reset by the client";
        if (lower.contains("broken pipe")) return "the client closed its socket while it was being sent to";
        if (lower.contains("timed out")) return "the network lost the client";
        if (lower.contains("address already in use")) return "address already in use";
        if (lower.contains("permission denied")) return "permission denied";
        if (lower.contains("assign requested address")) return "not an address of this machine";
        return text;
    }
}
