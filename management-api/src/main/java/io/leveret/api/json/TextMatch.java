package io.leveret.api.json;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.leveret.engine.regex.UserRegex;
import java.util.Locale;
import java.util.function.Predicate;

/** Texts that contain another in any case, or match a regular expression. */
final class TextMatch {

    private static final int LONGEST_REGEX = 1024;

    private TextMatch() {
    }

    static Predicate<String> of(String wanted, boolean isRegex) {
        if (isRegex) return regex(wanted);
        String lower = wanted.toLowerCase(Locale.ROOT);
        return text -> text.toLowerCase(Locale.ROOT).contains(lower);
    }

    /** As RabbitMQ has it, nothing matches what is no regular expression. */
    private static Predicate<String> regex(String wanted) {
        if (wanted.length() > LONGEST_REGEX) return text -> false;
        try {
            Pattern pattern = UserRegex.compile("(?i)" + wanted);
            return text -> pattern.matcher(text).find();
        } catch (PatternSyntaxException e) {
            return text -> false;
        }
    }
}
