package io.leveret.engine.management;

import io.leveret.codec.error.AmqpException;
import io.leveret.engine.loop.Answer;
import io.leveret.engine.message.Message;
import io.leveret.engine.queue.Getter;
import io.leveret.engine.queue.Got;
import io.leveret.engine.queue.Outbox;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.queue.QueuedMessage;
import io.leveret.engine.queue.Settlement;
import io.leveret.engine.view.GotMessage;
import io.leveret.engine.view.VirtualHostCommands.GetMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Takes messages from a queue one after the other, and settles them when it has all. Lives on the queue's loop. */
final class Getting implements Answer<Optional<Got>> {

    /** Of bodies: an answer has to fit into memory. */
    private static final long MOST_BYTES = 64 << 20;

    private final QueueRef queue;
    private final int count;
    private final GetMode mode;
    private final List<QueuedMessage> held = new ArrayList<>();
    private final List<GotMessage> got = new ArrayList<>();
    private final CompletableFuture<List<GotMessage>> answer = new CompletableFuture<>();
    private long bytes;

    Getting(QueueRef queue, int count, GetMode mode) {
        this.queue = queue;
        this.count = count;
        this.mode = mode;
    }

    CompletionStage<List<GotMessage>> start() {
        if (count > 0) next();
        else answer.complete(List.of());
        return answer;
    }

    /** They are settled before anybody could say that they are held for too long. */
    private void next() {
        queue.get(mode == GetMode.TAKE, Getter.ofOperator(), this);
    }

    @Override
    public void completed(Optional<Got> next) {
        next.ifPresent(this::take);
        if (next.isPresent() && got.size() < count && bytes < MOST_BYTES) next();
        else end();
    }

    /** There is something to be settled all the same. */
    @Override
    public void failed(AmqpException error) {
        answer.completeExceptionally(error);
        settle();
    }

    private void take(Got taken) {
        QueuedMessage queued = taken.message();
        Message message = queued.message();
        held.add(queued);
        bytes += message.body().size();
        got.add(new GotMessage(message.exchange(), message.routingKey(), queued.isRedelivered(), queued.deliveredProperties(),
            message.body(), taken.remaining()));
    }

    private void end() {
        settle();
        answer.complete(List.copyOf(got));
    }

    private void settle() {
        if (mode == GetMode.TAKE || held.isEmpty()) return;
        Settlement settlement = switch (mode) {
            case GIVE_BACK -> Settlement.FAIL;
            case REJECT -> Settlement.DISCARD;
            default -> Settlement.RETURN;
        };
        Outbox outbox = Outbox.thatPosts(busy -> { });
        for (QueuedMessage message : held) outbox.settle(queue, message, settlement);
        outbox.flush();
    }
}
