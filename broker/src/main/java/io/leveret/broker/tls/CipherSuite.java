package io.leveret.broker.tls;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a suite's name says, in RabbitMQ's words: TLS 1.3 agrees on keys apart from the suite, hence {@code any}. */
record CipherSuite(String keyExchange, String cipher, String hash) {

    private static final Pattern NAME = Pattern.compile("(?:TLS|SSL)_(?:(\\w+)_WITH_)?(\\w+?)(?:_(SHA\\d*|MD5))?");

    /** Those that vouch for what they encrypt. */
    private static final Pattern AUTHENTICATED = Pattern.compile(".*_(GCM|CCM|CCM_8|POLY1305)");

    static CipherSuite of(String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) return new CipherSuite("", name, "");
        String cipher = parts.group(2);
        String hash = AUTHENTICATED.matcher(cipher).matches() ? "aead" : parts.group(3);
        return new CipherSuite(lower(parts.group(1), "any"), lower(cipher, ""), lower(hash, ""));
    }

    private static String lower(String text, String otherwise) {
        return text == null ? otherwise : text.toLowerCase(Locale.ROOT);
    }
}
