package io.leveret.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Optional;

/** What a caller claims. */
record Credentials(String user, String password) {

    private static final String SCHEME = "basic ";

    /** Of the scheme Basic, with a colon. */
    static Optional<Credentials> ofHeader(String header) {
        if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) return Optional.empty();
        try {
            String both = new String(Base64.getDecoder().decode(header.substring(SCHEME.length()).strip()), UTF_8);
            int colon = both.indexOf(':');
            return colon < 0 ? Optional.empty() : Optional.of(new Credentials(both.substring(0, colon), both.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What is to be sent with further requests. */
    String token() {
        return Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    }

    /** Keeps the password out of every log. */
    @Override
    public String toString() {
        return user;
    }
}
