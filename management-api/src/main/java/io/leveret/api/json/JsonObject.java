package io.leveret.api.json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The object that a request brings. Nothing at all stands for the empty object; what is not known is ignored. */
public record JsonObject(Map<String, Object> members) {

    private static final int LINE = 80;

    /**
     * @param body null stands for nothing
     * @throws MalformedJsonException when it is no object
     * @throws InvalidBodyException when somebody has encoded the object twice
     */
    public static JsonObject of(String body) {
        Object tree = body == null || body.isBlank() ? null : Json.read(body);
        if (tree == null) return new JsonObject(Map.of());
        if (tree instanceof String) {
            throw new InvalidBodyException("invalid payload: the request body JSON-decoded to a string. Is the input doubly-JSON-encoded?");
        }
        return of(tree).orElseThrow(MalformedJsonException::new);
    }

    /** An object within another. */
    public static Optional<JsonObject> of(Object tree) {
        if (!(tree instanceof Map<?, ?> map)) return Optional.empty();
        Map<String, Object> members = new LinkedHashMap<>();
        map.forEach((key, value) -> members.put(String.valueOf(key), value));
        return Optional.of(new JsonObject(members));
    }

    /** @throws InvalidBodyException when some of them are not there, which are all named */
    public JsonObject require(String... keys) {
        List<String> missing = Stream.of(keys).filter(key -> !members.containsKey(key)).map(key -> "{key_missing," + key + "}").toList();
        if (missing.isEmpty()) return this;
        String inOne = String.join(",", missing);
        throw new InvalidBodyException("[" + (inOne.length() < LINE ? inOne : String.join(",\n ", missing)) + "]");
    }

    public boolean has(String key) {
        return members.containsKey(key);
    }

    /** Whatever it is; empty for null too. */
    public Optional<Object> find(String key) {
        return Optional.ofNullable(members.get(key));
    }

    /** @throws InvalidBodyException when it is not there, or no text */
    public String text(String key) {
        require(key);
        return text(key, () -> null);
    }

    /** @throws InvalidBodyException when it is there, and no text */
    public String text(String key, Supplier<String> otherwise) {
        Object value = members.get(key);
        if (value instanceof String text) return text;
        if (value == null && !members.containsKey(key)) return otherwise.get();
        throw new InvalidBodyException(wrong("not_string", value == null ? key : value));
    }

    /** True and false, or as texts. */
    public boolean flag(String key, boolean otherwise) {
        Object value = members.get(key);
        if (value == null) return otherwise;
        if (value instanceof Boolean truth) return truth;
        if (value.equals("true") || value.equals("false")) return value.equals("true");
        throw new InvalidBodyException(wrong("not_boolean", value));
    }

    /** @throws InvalidBodyException when it is not there, or no whole number; one in a text will do */
    public long number(String key) {
        require(key);
        Object value = members.get(key);
        if (value instanceof Long number) return number;
        try {
            if (value instanceof String text) return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new InvalidBodyException(wrong("not_integer", value));
        }
        throw new InvalidBodyException(wrong("not_integer", value == null ? key : value));
    }

    /** An object, which may be left out. An empty array is PHP's empty object. */
    public Map<String, Object> table(String key) {
        Object value = members.get(key);
        if (value == null || value instanceof List<?> list && list.isEmpty()) return Map.of();
        return of(value).orElseThrow(() -> new InvalidBodyException(wrong("not_object", value))).members();
    }

    /** Texts, in an array or with commas between them. */
    public List<String> words(String key) {
        Object value = members.get(key);
        Stream<String> words = value instanceof List<?> list ? list.stream().map(String::valueOf)
            : value instanceof String text ? Stream.of(text.split(",")) : null;
        if (words == null) throw new InvalidBodyException(wrong("not_list", value == null ? key : value));
        return words.map(String::strip).filter(word -> !word.isEmpty()).collect(Collectors.toList());
    }

    private static List<Object> wrong(String what, Object value) {
        return List.of(what, value);
    }
}
