package io.leveret.api.json;

import java.util.List;
import java.util.OptionalLong;

/** How much somebody wants to have: a whole number, not less than none, and no more than there may be. */
public final class Bounds {

    private Bounds() {
    }

    /** @throws InvalidBodyException when it is no such number */
    public static int of(JsonObject wanted, String key, int usual, int most) {
        return wanted.find(key).isEmpty() ? usual : within(key, wanted.number(key), most);
    }

    /** @throws InvalidBodyException when it is no such number */
    public static int of(Query query, String key, int usual, int most) {
        String text = query.find(key).orElse("");
        if (text.isEmpty()) return usual;
        try {
            return within(key, Long.parseLong(text), most);
        } catch (NumberFormatException e) {
            throw new InvalidBodyException(List.of("not_integer", text));
        }
    }

    /**
     * A time, in milliseconds since 1970.
     *
     * @throws InvalidBodyException when it is no number
     */
    public static OptionalLong millis(Query query, String key) {
        String text = query.find(key).orElse("");
        try {
            return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw new InvalidBodyException(List.of("not_integer", text));
        }
    }

    private static int within(String key, long number, int most) {
        if (number < 0) throw new InvalidBodyException(List.of("negative", key));
        return (int) Math.min(number, most);
    }
}
