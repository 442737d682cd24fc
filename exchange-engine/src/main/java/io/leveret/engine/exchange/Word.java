package io.leveret.engine.exchange;

/**
 * A word of a topic key, hashed and compared without cutting it out of the key. A walk through a trie moves one along its key;
 * those in the trie stand still. Comparable, so that a map stays fast whatever words a client thinks up to collide.
 */
final class Word implements Comparable<Word> {
    static final char SEPARATOR = '.';

    private String key = "";
    private int start;
    private int end;
    private int hash;

    Word() { }

    Word(String word) {
        key = word;
        end = word.length();
        for (int i = 0; i < end; i++) hash = 31 * hash + word.charAt(i);
    }

    /** Becomes the word of the key that begins here; returns where it ends. */
    int moveTo(String newKey, int newStart) {
        int length = newKey.length();
        int newHash = 0;
        int at = newStart;
        for (char c; at < length && (c = newKey.charAt(at)) != SEPARATOR; at++) newHash = 31 * newHash + c;
        key = newKey;
        start = newStart;
        end = at;
        hash = newHash;
        return at;
    }

    void forget() {
        key = "";
        start = end = hash = 0;
    }

    @Override public int hashCode() {
        return hash;
    }

    @Override public boolean equals(Object other) {
        return other instanceof Word word
                && hash == word.hash
                && end - start == word.end - word.start
                && key.regionMatches(start, word.key, word.start, end - start);
    }

    @Override public int compareTo(Word other) {
        int common = Math.min(end - start, other.end - other.start);
        for (int i = 0; i < common; i++) {
            int difference = key.charAt(start + i) - other.key.charAt(other.start + i);
            if (difference != 0) return difference;
        }
        return (end - start) - (other.end - other.start);
    }

    @Override public String toString() {
        return key.substring(start, end);
    }
}
