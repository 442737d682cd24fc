package io.leveret.engine.exchange;

/** A topic's pattern that stands alone: {@code *} is a word, {@code #} any number of words. */
public record TopicPattern(String pattern) {
    public boolean fits(String key) {
        return new TopicAlignment(pattern, key).matches();
    }
}
