package io.leveret.api;

import io.leveret.api.stats.Lately;
import io.leveret.engine.settings.QueueSettings;
import io.leveret.engine.stats.Metric;
import io.leveret.engine.view.QueueInfo;
import java.util.List;
import java.util.OptionalDouble;

/** What the rules of {@link QueueHealth} look at. What is dear to find out is looked up when a rule asks. */
interface QueueFacts {

    boolean isPaused();

    /** Whether its publishers are kept waiting. */
    boolean isBusy();

    long ready();

    long unacked();

    int consumers();

    /** The part of the time, 0 to 1, in which consumers could have taken more. */
    double capacity();

    /** Whether a message came or went lately. */
    boolean isUsed();

    /** How long the next message has been waiting, in milliseconds. */
    long waitsMillis();

    /** How many messages went to clients in the last so many seconds. */
    long delivered(int seconds);

    /** By how many messages what is ready has risen in the last minute, in both halves of it; 0 if it has not. */
    long rise();

    /** How many more messages came than left for good in the last minute. */
    long surplus();

    /** The part of its limit of length that is used; empty where there is none. */
    OptionalDouble fullness();

    /** Whether the dead letters of other queues come to it. */
    boolean getsDeadLetters();

    static QueueFacts of(QueueRow row, DeadLetterTargets targets) {
        return new Live(row, targets);
    }

    /** Of a queue as it is now. */
    record Live(QueueRow row, DeadLetterTargets targets) implements QueueFacts {

        private static final int MINUTE = 60;
        private static final List<Metric> DELIVERIES = List.of(Metric.DELIVER, Metric.DELIVER_NO_ACK, Metric.GET, Metric.GET_NO_ACK);
        private static final List<Metric> DEPARTURES = List.of(Metric.ACK, Metric.DELIVER_NO_ACK, Metric.GET_NO_ACK);

        @Override
        public boolean isPaused() {
            return row.queue().isPaused();
        }

        @Override
        public boolean isBusy() {
            return info().isBusy();
        }

        @Override
        public long ready() {
            return info().depth().ready();
        }

        @Override
        public long unacked() {
            return info().depth().unacked();
        }

        @Override
        public int consumers() {
            return info().consumers();
        }

        @Override
        public double capacity() {
            return info().consumerCapacity();
        }

        @Override
        public boolean isUsed() {
            return info().idleSince().isEmpty();
        }

        @Override
        public long waitsMillis() {
            return info().headSince().isPresent() ? row.queue().home().millis() - info().headSince().getAsLong() : 0;
        }

        @Override
        public long delivered(int seconds) {
            return DELIVERIES.stream().mapToLong(metric -> Lately.counted(info().stats(), metric, seconds)).sum();
        }

        @Override
        public long rise() {
            return Lately.rise(info().stats(), Metric.READY, MINUTE);
        }

        @Override
        public long surplus() {
            return Lately.counted(info().stats(), Metric.ENQUEUED, MINUTE)
                - DEPARTURES.stream().mapToLong(metric -> Lately.counted(info().stats(), metric, MINUTE)).sum();
        }

        @Override
        public OptionalDouble fullness() {
            QueueSettings settings = row.host().settingsOf(row.queue());
            double fullest = Math.max(part(ready(), settings.maxLength()), part(info().depth().readyBytes(), settings.maxLengthBytes()));
            return fullest < 0 ? OptionalDouble.empty() : OptionalDouble.of(fullest);
        }

        @Override
        public boolean getsDeadLetters() {
            return targets.include(row);
        }

        private static double part(long used, long most) {
            if (most == QueueSettings.NONE) return -1;
            return most == 0 ? 1 : (double) used / most;
        }

        private QueueInfo info() {
            return row.info();
        }
    }
}
