package io.leveret.engine.stats;

/** How far back a series goes, and in what steps; both in seconds. */
public record Span(int age, int step) {

    /** RabbitMQ's bound. */
    public static final int MOST_STEPS = 500;

    /** @throws IllegalArgumentException when it makes no sense or asks for too much, in RabbitMQ's words */
    public Span {
        if (age <= 0 || step <= 0 || age / step > MOST_STEPS) {
            throw new IllegalArgumentException("Invalid range parameters: age " + age + ", incr " + step);
        }
    }
}
