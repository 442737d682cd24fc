package io.leveret.engine.regex;

import java.util.stream.IntStream;

/**
 * Letters with which RE2/J never comes to an end where case does not count: from the capitals of U+1C80 to U+1C88, older forms of Cyrillic
 * letters, it finds no way back to them. A range that holds them is enough. Takes some expressions for such that are none.
 */
final class EndlessLetters {

    private static final int FIRST = 0x1c80;
    private static final int LAST = 0x1c88;
    private static final int LARGEST = 0x10ffff;
    private static final String CODE = "\\x{";

    private EndlessLetters() {
    }

    static boolean areIn(String regex) {
        if (!mayIgnoreCase(regex)) return false;
        int[] letters = letters(regex);
        boolean hasClasses = regex.indexOf('[') >= 0;
        for (int i = 0; i < letters.length; i++) {
            if (letters[i] >= FIRST && letters[i] <= LAST) return true;
            boolean isRange = hasClasses && i > 0 && i < letters.length - 1 && letters[i] == '-';
            if (isRange && letters[i - 1] < FIRST && letters[i + 1] > LAST) return true;
        }
        return false;
    }

    /** Whether there are flags with an {@code i} among them. */
    private static boolean mayIgnoreCase(String regex) {
        for (int at = regex.indexOf("(?"); at >= 0; at = regex.indexOf("(?", at + 2)) {
            for (int flag = at + 2; flag < regex.length() && isFlag(regex.charAt(flag)); flag++) {
                if (regex.charAt(flag) == 'i') return true;
            }
        }
        return false;
    }

    private static boolean isFlag(char letter) {
        return letter == '-' || Character.isLetter(letter);
    }

    /** With those that are written as numbers. */
    private static int[] letters(String regex) {
        IntStream.Builder letters = IntStream.builder();
        for (int at = 0; at < regex.length();) {
            int end = regex.startsWith(CODE, at) ? regex.indexOf('}', at) : -1;
            int code = end < 0 ? -1 : code(regex, at + CODE.length(), end);
            letters.add(code < 0 ? regex.codePointAt(at) : code);
            at = code < 0 ? at + Character.charCount(regex.codePointAt(at)) : end + 1;
        }
        return letters.build().toArray();
    }

    /** However many zeros are in front; -1 if it is none. */
    private static int code(String regex, int from, int to) {
        int code = 0;
        for (int at = from; at < to; at++) {
            int digit = Character.digit(regex.charAt(at), 16);
            if (digit < 0) return -1;
            code = Math.min(LARGEST, code * 16 + digit);
        }
        return code;
    }
}
