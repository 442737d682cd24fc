package io.leveret.engine.regex;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * Compiles what users write. RE2/J matches in time linear in the text, but first writes repetitions out, and repetitions of
 * repetitions as well: a line of text could take all memory there is.
 */
public final class UserRegex {

    /** Characters, once repetitions are written out. With so many, a name of 255 takes some milliseconds. */
    private static final int LONGEST = 20_000;

    /** Groups within groups: RE2/J walks down them by recursion. */
    private static final int DEEPEST = 200;

    private UserRegex() {
    }

    /** @throws PatternSyntaxException when it is no regular expression, is too large, or needs more than linear time */
    public static Pattern compile(String regex) {
        if (!WrittenOut.fits(regex, LONGEST, DEEPEST)) {
            throw new PatternSyntaxException("longer than " + LONGEST + " characters with its repetitions written out, or "
                + "with more than " + DEEPEST + " groups within each other", regex);
        }
        if (EndlessLetters.areIn(regex)) throw new PatternSyntaxException("U+1C80 to U+1C88 cannot be matched in any case", regex);
        return Pattern.compile(regex);
    }
}
