package io.leveret.engine.access;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategy;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bcrypt in its usual text form, {@code $2a$10$…}. It takes 72 bytes; longer passwords are hashed beforehand. */
final class Bcrypt implements Hashing {

    /** Twice as long for each more: 10 is about a tenth of a second. */
    private static final int COST = 10;

    /** What somebody else may have chosen; a login must still end within the handshake's time. */
    private static final int HIGHEST_COST = 14;

    private static final Pattern FORM = Pattern.compile("\\$2[aby]\\$(\\d\\d)\\$[./A-Za-z0-9]{53}");
    private static final LongPasswordStrategy LONG_PASSWORDS =
        LongPasswordStrategies.hashSha512(BCrypt.Version.VERSION_2A);

    @Override
    public String hash(String password) {
        return new String(BCrypt.with(LONG_PASSWORDS).hash(COST, bytes(password)), StandardCharsets.US_ASCII);
    }

    @Override
    public void check(String hash) {
        Matcher form = FORM.matcher(hash);
        if (!form.matches()) throw new IllegalArgumentException("not a bcrypt hash");
        int cost = Integer.parseInt(form.group(1));
        if (cost < 4 || cost > HIGHEST_COST) {
            throw new IllegalArgumentException("the cost of a bcrypt hash is 4 to " + HIGHEST_COST + ", not " + cost);
        }
    }

    @Override
    public boolean matches(String hash, String password) {
        return BCrypt.verifyer(BCrypt.Version.VERSION_2A, LONG_PASSWORDS)
            .verify(bytes(password), hash.getBytes(StandardCharsets.US_ASCII)).verified;
    }

    private static byte[] bytes(String password) {
        return password.getBytes(StandardCharsets.UTF_8);
    }
}
