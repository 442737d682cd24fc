package io.leveret.engine.exchange;

import io.leveret.codec.value.FieldValue;

import java.util.List;
import java.util.Optional;

/**
 * Why a binding has a message or not.
 *
 * @param text    in words
 * @param key     the one of the message's keys that decided it, if one did
 * @param words   of a topic's pattern, in their order
 * @param way     how many of the headers have to agree: {@code x-match}
 * @param headers what the binding says of headers
 */
public record Why(String text, Optional<String> key, List<WordMatch> words, Optional<String> way, List<HeaderMatch> headers) {
    static Why of(String text) {
        return new Why(text, Optional.empty(), List.of(), Optional.empty(), List.of());
    }

    static Why ofKey(String text, String key) {
        return new Why(text, Optional.of(key), List.of(), Optional.empty(), List.of());
    }

    /**
     * A word of a pattern, and what it stands for. What is left of the key when the pattern has ended stands for the word "".
     *
     * @param words of the key
     */
    public record WordMatch(String pattern, List<String> words, boolean matches) { }

    /**
     * An argument of a binding to a headers exchange.
     *
     * @param wanted  empty when the header only has to be there
     * @param actual  empty when the message has none of that name
     * @param counts  whether it is looked at: names that begin with {@code x-} are not, unless {@code x-match} says so
     */
    public record HeaderMatch(String header, Optional<FieldValue> wanted, Optional<FieldValue> actual, boolean counts,
                              boolean matches) { }
}
