package io.leveret.broker.amqp;

import io.leveret.codec.method.Method;
import java.util.function.Consumer;

/**
 * What a channel waits for before it runs its next command: the answer to a question, and replies that the catalog has still
 * to store something for. Lives on the connection's loop.
 */
final class Answers {

    private final AmqpChannel channel;
    private final StoredReplies replies = new StoredReplies();
    private Question<?> question;
    private boolean replying;

    Answers(AmqpChannel channel) {
        this.channel = channel;
    }

    /** Whether all that was asked is answered. */
    boolean areComplete() {
        return question == null && replies.isEmpty();
    }

    /** Whether a method may run before they are complete, as its own reply keeps its place. */
    boolean letRun(Method method) {
        return question == null && replies.mayBeOvertakenBy(method);
    }

    <T> Question<T> ask(Consumer<T> onAnswer) {
        Question<T> asked = new Question<>(channel, onAnswer);
        question = asked;
        return asked;
    }

    void whenStored(Runnable next) {
        StoredReplies.Reply reply = replies.add(next, channel.latestClassId(), channel.latestMethodId());
        channel.virtualHost().whenStored(() -> {
            if (channel.loop().isCurrent()) stored(reply);
            else channel.loop().execute(() -> stored(reply));
        });
    }

    /** @param action what is to be done with the answer */
    void answered(Question<?> answered, Runnable action) {
        question = null;
        try {
            action.run();
        } catch (RuntimeException failure) {
            fail(failure, answered.classId(), answered.methodId());
        }
        goOn();
    }

    /** A command has failed: the client is told when it has all replies from before. */
    void fail(RuntimeException failure, int classId, int methodId) {
        if (replies.isEmpty()) channel.connection().ending().answer(failure, channel, classId, methodId);
        else replies.addFailure(failure, classId, methodId);
    }

    /** Nobody wants the replies any more. */
    void end() {
        replies.clear();
    }

    private void stored(StoredReplies.Reply reply) {
        reply.isDue();
        goOn();
    }

    /** Sends the replies whose time has come; if nothing is left to wait for, what the client has sent since is next. */
    private void goOn() {
        if (replying) return;
        replying = true;
        while (question == null) {
            StoredReplies.Reply next = replies.poll();
            if (next == null) break;
            send(next);
        }
        replying = false;
        if (areComplete()) channel.connection().incoming().answered(channel);
    }

    private void send(StoredReplies.Reply reply) {
        try {
            reply.send();
        } catch (RuntimeException failure) {
            channel.connection().ending().answer(failure, channel, reply.classId(), reply.methodId());
        }
    }
}
