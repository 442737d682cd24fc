package io.leveret.engine.browse;

/** There is no room where messages go: more of them need not be tried. */
final class TargetFullException extends RuntimeException {

    private static final long serialVersionUID = 1;

    TargetFullException(String message) {
        super(message, null, false, false);
    }
}
