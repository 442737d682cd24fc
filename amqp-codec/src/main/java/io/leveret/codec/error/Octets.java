package io.leveret.codec.error;

/** Bytes as reply texts show them: {@code <<1,2,255>>}. */
public final class Octets {
    private static final int LONGEST_LIST = 120; // a reply text has no room for more

    private Octets() {}

    public static String list(byte[] bytes, int from, int count) {
        int shown = Math.min(count, LONGEST_LIST);
        StringBuilder text = new StringBuilder(4 + 4 * shown).append("<<");
        for (int i = 0; i < shown; i++) {
            if (i > 0) text.append(',');
            text.append(bytes[from + i] & 0xff);
        }
        return text.append(shown < count ? ",...>>" : ">>").toString();
    }
}
