package io.leveret.persistence.catalog;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of a catalog, by their names. Log {@code n} holds the changes behind log {@code n - 1}; snapshot {@code n} is
 * what all logs before {@code n} have come to, and has the CRC32C of its bytes in its name: a file that is never changed can
 * be checked before anybody tries to make sense of it.
 */
record CatalogFile(String name, boolean isSnapshot, long number, int checksum) {

    private static final Pattern LOG = Pattern.compile("catalog-(\\d{8,18})\\.log");
    private static final Pattern SNAPSHOT = Pattern.compile("catalog-(\\d{8,18})-([0-9a-f]{8})\\.db");
    private static final String UNFINISHED = ".tmp";

    static CatalogFile log(long number) {
        return new CatalogFile(String.format("catalog-%08d.log", number), false, number, 0);
    }

    static CatalogFile snapshot(long number, int checksum) {
        return new CatalogFile(String.format("catalog-%08d-%08x.db", number, checksum), true, number, checksum);
    }

    /** The name of the file until it is complete and on disk. */
    static String unfinished(long number, boolean isSnapshot) {
        return String.format("catalog-%08d.%s%s", number, isSnapshot ? "db" : "log", UNFINISHED);
    }

    static boolean isUnfinished(String name) {
        return name.endsWith(UNFINISHED);
    }

    static Optional<CatalogFile> named(String name) {
        Matcher log = LOG.matcher(name);
        if (log.matches()) return Optional.of(new CatalogFile(name, false, Long.parseLong(log.group(1)), 0));
        Matcher snapshot = SNAPSHOT.matcher(name);
        if (!snapshot.matches()) return Optional.empty();
        return Optional.of(new CatalogFile(name, true, Long.parseLong(snapshot.group(1)),
                Integer.parseUnsignedInt(snapshot.group(2), 16)));
    }
}
