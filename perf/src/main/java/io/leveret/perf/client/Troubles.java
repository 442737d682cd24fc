package io.leveret.perf.client;

import io.leveret.codec.error.ReplyCode;
import io.leveret.codec.method.ChannelMethod;
import io.leveret.codec.method.ConnectionMethod;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** What can go wrong between a client and a broker, as sentences. */
final class Troubles {

    private Troubles() {}

    static PerfException unreachable(AmqpUri uri, Throwable cause) {
        String to = "cannot connect to " + uri.address() + ": ";
        if (cause instanceof UnknownHostException) return new PerfException(to + "there is no host '" + uri.host() + "'");
        if (cause instanceof ConnectException && said(cause).contains("refused")) {
            return new PerfException(to + "connection refused; does a broker listen there?");
        }
        return new PerfException(to + said(cause));
    }

    static PerfException refused(AmqpUri uri, ConnectionMethod.Close close) {
        if (close.replyCode() == ReplyCode.ACCESS_REFUSED.code()) {
            return new PerfException("the broker did not let user '" + uri.user() + "' in: " + close.replyText());
        }
        return new PerfException("the broker did not open virtual host '" + uri.virtualHost() + "' for user '" + uri.user() + "': "
                + close.replyCode() + " " + close.replyText());
    }

    static PerfException noBroker(AmqpUri uri, String why) {
        return new PerfException("what listens at " + uri.address() + " is no broker of AMQP 0-9-1: " + why);
    }

    static PerfException whileOpening(AmqpUri uri, Throwable cause) {
        if (cause instanceof PerfException said) return said;
        if (cause instanceof SSLException) return new PerfException("no TLS with " + uri.address() + ": " + said(cause));
        return noBroker(uri, cause.getMessage());
    }

    static PerfException hungUpWhileOpening(AmqpUri uri) {
        return new PerfException("the broker at " + uri.address() + " hung up while the connection was opened; "
                + "some do so when user or password are wrong");
    }

    static PerfException connectionClosed(ConnectionMethod.Close close) {
        return new PerfException("the broker closed the connection: " + close.replyCode() + " " + close.replyText());
    }

    static PerfException channelClosed(int channel, ChannelMethod.Close close) {
        return new PerfException("the broker closed channel " + channel + ": " + close.replyCode() + " " + close.replyText());
    }

    static PerfException lost(AmqpUri uri) {
        return new PerfException("the connection to " + uri.address() + " is lost: the broker has gone, or hung up");
    }

    static PerfException broken(AmqpUri uri, Throwable cause) {
        if (cause instanceof PerfException said) return said;
        if (cause instanceof IOException) return new PerfException("the connection to " + uri.address() + " is lost: " + said(cause));
        return new PerfException("what came from " + uri.address() + " could not be handled: " + cause);
    }

    static PerfException cancelled(String consumerTag) {
        return new PerfException("the broker cancelled consumer " + consumerTag + ": its queue is gone");
    }

    static PerfException noMechanism(String offered) {
        return new PerfException("the broker offers no login with PLAIN, only " + Arrays.toString(offered.split(" ")));
    }

    /** Netty puts the address behind the message; ours has it in front. */
    private static String said(Throwable cause) {
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        int address = message.lastIndexOf(": ");
        String text = address > 0 && message.substring(address).contains("/") ? message.substring(0, address) : message;
        return text.replaceFirst("^(finishConnect|connect|recvAddress|writevAddresses|writeAddress)?\\(\\.\\.\\) (failed with error\\(-?\\d+\\)|failed): ", "")
                .toLowerCase(Locale.ROOT);
    }
}
