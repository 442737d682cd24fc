package io.leveret.engine.browse;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.leveret.engine.regex.UserRegex;
import java.util.function.Predicate;

/** What a text is to be like: plain words are to be contained, as they are; between slashes stands a regular expression. */
final class TextPattern {

    private static final int LONGEST = 1024;

    private TextPattern() {
    }

    /** @throws IllegalArgumentException when it is too long, or no regular expression */
    static Predicate<String> of(String wanted) {
        if (wanted.length() > LONGEST) throw new IllegalArgumentException("pattern is longer than " + LONGEST + " characters");
        boolean isRegex = wanted.length() > 1 && wanted.startsWith("/") && wanted.endsWith("/");
        if (!isRegex) return text -> text.contains(wanted);
        try {
            Pattern pattern = UserRegex.compile(wanted.substring(1, wanted.length() - 1));
            return text -> pattern.matcher(HurriedText.of(text)).find();
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("invalid regular expression: " + e.getMessage(), e);
        }
    }
}
