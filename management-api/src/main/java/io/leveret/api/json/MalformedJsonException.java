package io.leveret.api.json;

/** What somebody sent is no JSON. */
public final class MalformedJsonException extends RuntimeException {

    private static final long serialVersionUID = 1;

    MalformedJsonException() {
        super("not_json", null, false, false);
    }
}
