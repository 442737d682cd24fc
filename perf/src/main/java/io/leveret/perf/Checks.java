package io.leveret.perf;

import java.util.List;

/** What options may not say, alone or together. */
final class Checks {
    private static final List<String> FLAGS = List.of("persistent", "mandatory");

    private Checks() {}

    static void check(Options options) {
        for (String flag : options.flags) if (!FLAGS.contains(flag)) throw wrong("--flag is persistent or mandatory, not '" + flag + "'");
        notNegative("--producers", options.producers(0));
        notNegative("--consumers", options.consumers(0));
        notNegative("--size", options.size);
        notNegative("--rate", options.rate);
        notNegative("--time", options.time);
        notNegative("--warmup", options.warmup);
        notNegative("--pmessages", options.producerMessages);
        notNegative("--cmessages", options.consumerMessages);
        atLeastOne("--producer-channel-count", options.producerChannels);
        atLeastOne("--consumer-channel-count", options.consumerChannels);
        atLeastOne("--nio-threads", options.threads);
        atLeastOne("--bindings", options.bindings);
        if (options.interval <= 0) throw wrong("--interval must be more than 0");
        if (options.confirm == 0 || options.confirm < -1) throw wrong("--confirm must be at least 1, or -1 for none");
        if (!options.autoAck) acknowledges(options);
        queues(options);
        if (options.mode == Mode.RPC && options.consumers(1) == 0) throw wrong("rpc needs consumers that answer");
    }

    private static void acknowledges(Options options) {
        for (int prefetch : List.of(options.prefetch, options.channelPrefetch)) {
            if (prefetch > 0 && options.ackEvery > prefetch) {
                throw wrong("a prefetch of " + prefetch + " and --multi-ack-every " + options.ackEvery + ": consumers would wait for ever");
            }
        }
    }

    private static void queues(Options options) {
        if (options.queuePattern == null) return;
        if (options.queue != null) throw wrong("--queue and --queue-pattern exclude each other");
        if (!options.queuePattern.contains("%d")) throw wrong("--queue-pattern has no %d for the number");
        if (options.queueTo < options.queueFrom) throw wrong("--queue-pattern-to must be at least " + options.queueFrom);
    }

    private static void notNegative(String option, double value) {
        if (value < 0) throw wrong(option + " must not be negative");
    }

    private static void atLeastOne(String option, int value) {
        if (value < 1) throw wrong(option + " must be at least 1");
    }

    private static IllegalArgumentException wrong(String sentence) {
        return new IllegalArgumentException(sentence);
    }
}
