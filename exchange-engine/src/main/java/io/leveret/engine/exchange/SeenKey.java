package io.leveret.engine.exchange;

/** A key as one message brought it to an exchange. The same text brought later by another message is another key. */
final class SeenKey {
    private final SeenKeys known;
    private final String text;
    private final long expiry;

    SeenKey(SeenKeys known, String text, long expiry) {
        this.known = known;
        this.text = text;
        this.expiry = expiry;
    }

    String text() {
        return text;
    }

    long expiry() {
        return expiry;
    }

    /** @return whether it is known from now on; no if another message has brought the same text since it was forgotten */
    boolean restore(long now) {
        return known.restore(this, now);
    }

    void forget() {
        known.forget(this);
    }
}
