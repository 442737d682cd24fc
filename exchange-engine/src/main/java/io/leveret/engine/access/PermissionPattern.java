package io.leveret.engine.access;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.leveret.engine.regex.UserRegex;

/**
 * A regular expression that names are searched for, wherever in the name it matches; the empty one matches the empty
 * name only. Takes time linear in the length of the name, whatever the expression: users write these.
 */
final class PermissionPattern {

    private final Pattern pattern;

    /** @throws IllegalArgumentException when it is no regular expression, or one that may take exponential time or much memory */
    PermissionPattern(String regex) {
        try {
            pattern = UserRegex.compile(regex.isEmpty() ? "^$" : regex);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("'" + regex + "' is no regular expression: " + e.getDescription(), e);
        }
    }

    boolean matches(String name) {
        return pattern.matcher(name).find();
    }

    /** The text as it stands in a regular expression for itself. */
    static String quote(String text) {
        return Pattern.quote(text);
    }
}
