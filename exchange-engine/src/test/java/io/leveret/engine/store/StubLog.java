package io.leveret.engine.store;

/** A log for tests that note some of what they are told. */
public class StubLog extends NoLog {
}
