package io.leveret.broker;

import io.leveret.api.log.LogFeed;
import java.util.ArrayList;
import java.util.List;

/** The last lines of the log: so many, and no more text than that. Callable from any thread. */
final class LogRing implements LogFeed {

    private static final int LONGEST = 16 << 10;
    private static final int MOST_LINES = 5_000;
    private static final int MOST_CHARACTERS = 4 << 20;

    private final Line[] lines;
    private final int mostCharacters;
    private long first = 1;
    private long next = 1;
    private int characters;

    LogRing() {
        this(MOST_LINES, MOST_CHARACTERS);
    }

    LogRing(int mostLines, int mostCharacters) {
        this.lines = new Line[mostLines];
        this.mostCharacters = mostCharacters;
    }

    synchronized void add(long at, Level level, String logger, String thread, String text, String details) {
        Line line = new Line(next, at, level, logger, thread, cut(text), cut(details));
        if (next - first == lines.length) forgetFirst();
        lines[place(next++)] = line;
        characters += size(line);
        while (characters > mostCharacters && next - first > 1) forgetFirst();
    }

    @Override
    public boolean isKept() {
        return true;
    }

    @Override
    public synchronized List<Line> after(long number) {
        List<Line> found = new ArrayList<>();
        for (long each = Math.max(first, number + 1); each < next; each++) found.add(lines[place(each)]);
        return found;
    }

    private void forgetFirst() {
        int place = place(first++);
        characters -= size(lines[place]);
        lines[place] = null;
    }

    private int place(long number) {
        return (int) (number % lines.length);
    }

    private static int size(Line line) {
        return line.text().length() + line.details().length();
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
