package io.leveret.perf.measure;

/** What is counted. */
public enum Count {
    PUBLISHED("published"),
    CONFIRMED("confirmed"),
    REFUSED("refused"),
    RETURNED("returned"),
    RECEIVED("received"),
    DONE("done");

    private final String label;

    Count(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
