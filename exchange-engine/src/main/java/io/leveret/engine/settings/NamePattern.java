package io.leveret.engine.settings;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.leveret.engine.regex.UserRegex;

/**
 * A regular expression that is looked for anywhere in a name. It is matched in time linear in the name's length, so no
 * pattern can hold up a loop.
 */
public final class NamePattern {

    private final Pattern pattern;

    private NamePattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /** @throws InvalidPolicyException when the text is no regular expression, or needs more than linear time */
    public static NamePattern of(String text) {
        try {
            return new NamePattern(UserRegex.compile(text));
        } catch (PatternSyntaxException e) {
            throw new InvalidPolicyException("pattern should be regular expression but is invalid: " + e.getMessage());
        }
    }

    public boolean isIn(String name) {
        return pattern.matcher(name).find();
    }

    @Override
    public String toString() {
        return pattern.pattern();
    }
}
