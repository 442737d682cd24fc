package io.leveret.engine.regex;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How long a regular expression is with its repetitions written out: {@code (ab{3}){2}} stands for {@code abbbabbb}. Reads
 * quotes, escapes and classes as RE2 does, as braces mean nothing there; what is no expression may come out as any length.
 */
final class WrittenOut {

    private static final String FLAGS = "imsU-";

    private final String regex;
    private final int longest;

    /** What is before the latest item in its group, for each group that is open. */
    private final Deque<Long> outer = new ArrayDeque<>();
    private long before;
    private long latest;
    private int at;

    private WrittenOut(String regex, int longest) {
        this.regex = regex;
        this.longest = longest;
    }

    /** Whether it is no longer than that, and has no more groups within each other. */
    static boolean fits(String regex, int longest, int deepest) {
        if (regex.length() > longest) return false;
        WrittenOut read = new WrittenOut(regex, longest);
        while (read.at < regex.length()) {
            read.next();
            if (read.before + read.latest > longest || read.outer.size() > deepest) return false;
        }
        return read.outer.stream().mapToLong(Long::longValue).sum() + read.before + read.latest <= longest;
    }

    private void next() {
        switch (regex.charAt(at++)) {
            case '(' -> open();
            case ')' -> close();
            case '[' -> {
                skipClass();
                item();
            }
            case '\\' -> escaped();
            case '{' -> repeated();
            default -> item();
        }
    }

    private void item() {
        before += latest;
        latest = 1;
    }

    /** Flags like {@code (?i)} are no group: what they stand behind may still be repeated. */
    private void open() {
        if (regex.startsWith("?", at)) {
            int end = at + 1;
            while (end < regex.length() && FLAGS.indexOf(regex.charAt(end)) >= 0) end++;
            if (regex.startsWith(")", end)) {
                at = end + 1;
                return;
            }
        }
        outer.push(before + latest);
        before = 0;
        latest = 0;
    }

    private void close() {
        latest += before + 1;
        before = outer.isEmpty() ? 0 : outer.pop();
    }

    /** At most 1,000 times, or RE2 refuses it: so two factors cannot overflow. */
    private void repeated() {
        int end = regex.indexOf('}', at);
        String[] counts = end < 0 ? new String[0] : regex.substring(at, end).split(",", -1);
        if (counts.length == 0 || counts.length > 2 || !isCount(counts[0])) {
            item();
            return;
        }
        long times = number(counts[0]);
        if (counts.length == 2 && isCount(counts[1])) times = Math.max(times, number(counts[1]));
        latest *= Math.max(1, times);
        at = end + 1;
    }

    private static boolean isCount(String text) {
        return !text.isEmpty() && text.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    }

    private long number(String digits) {
        return digits.length() > 9 ? longest : Long.parseLong(digits);
    }

    /** {@code \Q…\E} quotes; {@code \p{…}} and {@code \x{…}} have braces of their own. */
    private void escaped() {
        if (at == regex.length()) return;
        char letter = regex.charAt(at++);
        if (letter == 'Q') {
            int end = regex.indexOf("\\E", at);
            int length = (end < 0 ? regex.length() : end) - at;
            for (int i = 0; i < length; i++) item();
            at = end < 0 ? regex.length() : end + 2;
            return;
        }
        item();
        if ("pPx".indexOf(letter) >= 0 && regex.startsWith("{", at)) skipTo("}");
    }

    /** A {@code ]} that comes first stands for itself, and so does what is escaped; {@code [:alpha:]} may stand inside. */
    private void skipClass() {
        if (regex.startsWith("^", at)) at++;
        boolean first = true;
        while (at < regex.length() && (first || regex.charAt(at) != ']')) {
            first = false;
            if (regex.charAt(at) == '\\') at += 2;
            else if (regex.startsWith("[:", at) && regex.indexOf(":]", at + 2) > 0) skipTo(":]");
            else at++;
        }
        at++;
    }

    private void skipTo(String end) {
        int found = regex.indexOf(end, at);
        at = found < 0 ? regex.length() : found + end.length();
    }
}
