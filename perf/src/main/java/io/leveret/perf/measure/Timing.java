package io.leveret.perf.measure;

/** What is timed. */
public enum Timing {
    /** From the moment a message was to be sent until the client that consumes has it. */
    CONSUMER("consumer"),
    /** From the moment a message was to be sent until its confirm is there. */
    CONFIRM("confirm"),
    /** A call and its answer, or opening and closing something. */
    ROUND_TRIP("round trip");

    private final String label;

    Timing(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
