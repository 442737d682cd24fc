package io.leveret.perf.client;

/** What ends a run, in a sentence for the user. */
public final class PerfException extends RuntimeException {

    public PerfException(String sentence) {
        super(sentence, null, false, false);
    }
}
