package io.leveret.engine.explain;

import io.leveret.engine.VirtualHost;
import io.leveret.engine.message.Message;
import io.leveret.engine.queue.QueueLevel;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.settings.Overflow;
import io.leveret.engine.settings.QueueSettings;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a queue would do with a message that comes now.
 *
 * @param isFull         whether it is one too many, unless a consumer takes it at once
 * @param overflow       what becomes of what is too much; empty for a queue without a limit
 * @param timeToLive     milliseconds the message may wait here
 * @param ofMessage      whether that is what its publisher said, rather than the queue
 * @param deadLetterTo   where what dies goes
 * @param deadLetterKey  with which key, if not its own
 * @param isDeadEnd      whether there is no exchange of that name
 */
public record QueueOutlook(QueueRef queue, long ready, int consumers, boolean isFull, Optional<Overflow> overflow, long maxLength,
                           long maxLengthBytes, OptionalLong timeToLive, boolean ofMessage, Optional<String> deadLetterTo,
                           Optional<String> deadLetterKey, boolean isDeadEnd) {

    /** @param size of the message's body */
    public static QueueOutlook of(VirtualHost host, QueueRef queue, Message message, long size) {
        QueueSettings settings = host.settingsOf(queue);
        long ready = queue.stats().ready();
        boolean isLimited = settings.maxLength() != QueueSettings.NONE || settings.maxLengthBytes() != QueueSettings.NONE;
        boolean isFull = isExceeded(settings.maxLength(), ready + 1)
            || isExceeded(settings.maxLengthBytes(), queue.stats().level(QueueLevel.READY_BYTES) + size);
        long own = message.timeToLive();
        long queues = settings.messageTtl();
        boolean ofMessage = own != Message.NO_TIME_TO_LIVE && (queues == QueueSettings.NONE || own < queues);
        long timeToLive = ofMessage ? own : queues;
        Optional<String> deadLetterTo = settings.deadLetterExchange();
        return new QueueOutlook(queue, ready, (int) queue.stats().level(QueueLevel.CONSUMERS), isFull,
            isLimited ? Optional.of(settings.overflow()) : Optional.empty(), settings.maxLength(), settings.maxLengthBytes(),
            timeToLive == QueueSettings.NONE ? OptionalLong.empty() : OptionalLong.of(timeToLive), ofMessage, deadLetterTo,
            settings.deadLetterRoutingKey(), deadLetterTo.filter(name -> host.findExchange(name) == null).isPresent());
    }

    private static boolean isExceeded(long limit, long value) {
        return limit != QueueSettings.NONE && value > limit;
    }

    /** Whether the message is not let in. */
    public boolean isRefused() {
        return isFull && overflow.filter(kind -> kind != Overflow.DROP_HEAD).isPresent();
    }
}
