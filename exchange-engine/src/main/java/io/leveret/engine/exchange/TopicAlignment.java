package io.leveret.engine.exchange;

import io.leveret.engine.exchange.Why.WordMatch;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** One topic pattern held against one key, word by word: the trie finds what matches, this tells why one does or does not. */
final class TopicAlignment {
    private static final String ONE_WORD = "*";
    private static final String ANY_WORDS = "#";

    private final String[] pattern;
    private final String[] key;

    TopicAlignment(String pattern, String key) {
        this.pattern = TopicTrie.split(pattern);
        this.key = TopicTrie.split(key);
    }

    /** Goes back to the last {@code #} when it is stuck: that is always enough. */
    boolean matches() {
        int at = 0;
        int word = 0;
        int lastAny = -1;
        int afterAny = 0;
        while (word < key.length) {
            if (at < pattern.length && pattern[at].equals(ANY_WORDS)) {
                lastAny = at++;
                afterAny = word;
            } else if (at < pattern.length && fits(at, word)) {
                at++;
                word++;
            } else if (lastAny >= 0) {
                at = lastAny + 1;
                word = ++afterAny;
            } else {
                return false;
            }
        }
        while (at < pattern.length && pattern[at].equals(ANY_WORDS)) at++;
        return at == pattern.length;
    }

    /** What each word of the pattern stands for; as far as it goes, if it does not match. */
    List<WordMatch> words() {
        boolean[][] reached = reached();
        int ended = pattern.length;
        int used = key.length;
        if (!reached[ended][used]) {
            while (lastReached(reached[ended]) < 0) ended--;
            used = lastReached(reached[ended]);
        }
        Deque<WordMatch> words = new ArrayDeque<>(back(reached, ended, used));
        if (ended < pattern.length) {
            words.add(new WordMatch(pattern[ended], used < key.length ? List.of(key[used]) : List.of(), false));
            for (int i = ended + 1; i < pattern.length; i++) words.add(new WordMatch(pattern[i], List.of(), false));
        } else if (used < key.length) {
            words.add(new WordMatch("", words(used, key.length), false));
        }
        return List.copyOf(words);
    }

    /** Whether so many words of the pattern can stand for so many of the key. */
    private boolean[][] reached() {
        boolean[][] reached = new boolean[pattern.length + 1][key.length + 1];
        reached[0][0] = true;
        for (int i = 0; i < pattern.length; i++) {
            boolean any = pattern[i].equals(ANY_WORDS);
            for (int j = 0; j <= key.length; j++) {
                if (any) reached[i + 1][j] = reached[i][j] || j > 0 && reached[i + 1][j - 1];
                else if (j > 0) reached[i + 1][j] = reached[i][j - 1] && fits(i, j - 1);
            }
        }
        return reached;
    }

    private Deque<WordMatch> back(boolean[][] reached, int ended, int used) {
        Deque<WordMatch> words = new ArrayDeque<>();
        int end = used;
        for (int i = ended; i > 0; i--) {
            int begin = end;
            if (!pattern[i - 1].equals(ANY_WORDS)) begin--;
            else while (!reached[i - 1][begin]) begin--;
            words.addFirst(new WordMatch(pattern[i - 1], words(begin, end), true));
            end = begin;
        }
        return words;
    }

    private static int lastReached(boolean[] row) {
        int last = row.length - 1;
        while (last >= 0 && !row[last]) last--;
        return last;
    }

    private boolean fits(int patternWord, int keyWord) {
        return pattern[patternWord].equals(ONE_WORD) || pattern[patternWord].equals(key[keyWord]);
    }

    private List<String> words(int begin, int end) {
        return List.copyOf(Arrays.asList(key).subList(begin, end));
    }
}
