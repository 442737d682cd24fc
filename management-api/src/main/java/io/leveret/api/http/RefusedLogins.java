package io.leveret.api.http;

import java.net.InetAddress;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes refused logins to the log: the first of each minute, and how many others there were. Callable from any thread. */
final class RefusedLogins {

    private static final Logger log = LoggerFactory.getLogger(RefusedLogins.class);

    private static final int MOST_A_MINUTE = 20;
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final int LONGEST_NAME = 100;

    private final LongSupplier nanos;
    private long minuteBegan;
    private int inMinute;

    RefusedLogins(LongSupplier nanos) {
        this.nanos = nanos;
        this.minuteBegan = nanos.getAsLong();
    }

    /** @param user as the client said it */
    synchronized void tell(InetAddress from, String user, String why) {
        long now = nanos.getAsLong();
        if (now - minuteBegan >= MINUTE) {
            if (inMinute > MOST_A_MINUTE) log.warn("{} more HTTP logins were refused", inMinute - MOST_A_MINUTE);
            minuteBegan = now;
            inMinute = 0;
        }
        if (++inMinute <= MOST_A_MINUTE) log.warn("HTTP login of user '{}' from {} refused: {}", shown(user), from.getHostAddress(), why);
    }

    /** Fit for a line of the log: nobody but us begins one. */
    static String shown(String name) {
        String cut = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "..." : name;
        return cut.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
    }
}
