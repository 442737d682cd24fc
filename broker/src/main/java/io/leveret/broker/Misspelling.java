package io.leveret.broker;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** What somebody has meant, perhaps, who wrote a setting that there is not. */
final class Misspelling {

    /** One letter in so many may be wrong. */
    private static final int LETTERS_PER_MISTAKE = 4;

    /** Words that are shorter, such as port and host, are said of many things. */
    private static final int TELLING_LETTERS = 7;

    private Misspelling() {}

    /** The end of a complaint about a key of the configuration file; empty when none resembles it. */
    static String ofKey(String written) {
        return RabbitMqKeys.ours(written).map(Misspelling::question).orElseGet(() -> nearest(written, Setting::key));
    }

    /** The same of an environment variable. */
    static String ofVariable(String written) {
        return nearest(written, Setting::variable);
    }

    private static String nearest(String written, Function<Setting<?>, String> name) {
        Optional<String> nearest = Settings.ALL.stream().map(name).filter(each -> resembles(written, each))
                .min(Comparator.comparingInt(each -> distance(plain(written), plain(each))));
        return nearest.map(Misspelling::question).orElse("");
    }

    private static String question(String meant) {
        return ", did you mean " + meant + "?";
    }

    /** By all of it; or by its last word, where only the section is another. */
    private static boolean resembles(String written, String name) {
        String last = lastWord(plain(name));
        return isNear(plain(written), plain(name)) || plain(name).startsWith(plain(written)) && written.length() >= TELLING_LETTERS
                || last.length() >= TELLING_LETTERS && isNear(lastWord(plain(written)), last);
    }

    private static boolean isNear(String one, String other) {
        return distance(one, other) <= Math.min(one.length(), other.length()) / LETTERS_PER_MISTAKE;
    }

    /** RabbitMQ's words are held together by underscores. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String lastWord(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** How many letters to add, leave out, replace, or have change places with the next. */
    static int distance(String one, String other) {
        int[] before = new int[other.length() + 1];
        int[] last = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) last[j] = j;
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[other.length() + 1];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = last[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(last[j], row[j - 1]) + 1);
                boolean isTurned = i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
                if (isTurned) row[j] = Math.min(row[j], before[j - 2] + 1);
            }
            before = last;
            last = row;
        }
        return last[other.length()];
    }
}
