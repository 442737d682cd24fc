package io.leveret.perf;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a run measures. */
enum Mode {
    THROUGHPUT("messages from producers to consumers, as fast as they go, or at --rate"),
    LATENCY("the same at a fixed rate, 1,000 a second unless --rate says otherwise"),
    FANOUT("each message to 10 queues, or --consumers, over a fanout exchange"),
    TOPIC("a topic exchange with 1,000 bindings, or --bindings, to 100 queues, or --queue-pattern"),
    RPC("calls and answers over direct reply-to; --producers call, --consumers answer"),
    BACKLOG("publishes 1,000,000 messages, or --pmessages, then drains the queue"),
    CONNECTIONS("opens and closes connections, --producers at a time"),
    CHANNELS("opens and closes channels, --producers at a time, each on a connection"),
    QUEUES("declares and deletes queues, --producers at a time, each on a connection"),
    IDLE("1,000 connections, or --producers, with a channel and a queue, and nothing more");

    private final String meaning;

    Mode(String meaning) {
        this.meaning = meaning;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    String meaning() {
        return meaning;
    }

    static Mode of(String word) {
        Optional<Mode> found = Arrays.stream(values()).filter(mode -> mode.word().equals(word)).findFirst();
        return found.orElseThrow(() -> new IllegalArgumentException("there is no mode '" + word + "', but "
                + Arrays.stream(values()).map(Mode::word).collect(Collectors.joining(", "))));
    }
}
