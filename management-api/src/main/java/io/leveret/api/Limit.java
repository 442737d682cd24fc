package io.leveret.api;

import io.leveret.api.http.ApiException;
import io.leveret.api.json.JsonObject;

/** Numbers that limit something; less than 0 for no limit. */
final class Limit {

    private static final int NONE = -1;

    private Limit() {
    }

    static int required(JsonObject object, String key) {
        long value = object.number(key);
        if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE) {
            throw ApiException.badRequest("Validation failed\n\n" + key + " should be a number that fits into 32 bits\n");
        }
        return value < 0 ? NONE : (int) value;
    }

    static int optional(JsonObject object, String key) {
        return object.find(key).isPresent() ? required(object, key) : NONE;
    }
}
