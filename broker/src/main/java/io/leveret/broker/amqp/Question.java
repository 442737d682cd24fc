package io.leveret.broker.amqp;

import io.leveret.codec.error.AmqpException;
import io.leveret.engine.loop.Answer;
import java.util.function.Consumer;

/**
 * What a channel has asked a queue or the catalog. Until the answer is in, the channel runs no other command, so that
 * replies keep their order. The answer may come on any loop, or at once.
 */
final class Question<T> implements Answer<T> {

    private final AmqpChannel channel;
    private final int classId;
    private final int methodId;
    private final Consumer<T> onAnswer;
    private Consumer<T> tooLate = answer -> { };
    private Consumer<AmqpException> onFailure;

    /** @param onAnswer runs on the channel's loop; what it throws is answered like any error of the method that asked */
    Question(AmqpChannel channel, Consumer<T> onAnswer) {
        this.channel = channel;
        this.classId = channel.latestClassId();
        this.methodId = channel.latestMethodId();
        this.onAnswer = onAnswer;
        this.onFailure = error -> {
            throw error;
        };
    }

    /** What to do with an answer whose channel has ended meanwhile. */
    Question<T> ifTooLate(Consumer<T> action) {
        tooLate = action;
        return this;
    }

    /** What to do instead of telling the client what failed. */
    Question<T> ifFailed(Consumer<AmqpException> action) {
        onFailure = action;
        return this;
    }

    @Override
    public void completed(T value) {
        comeHome(() -> onAnswer.accept(value), () -> tooLate.accept(value));
    }

    @Override
    public void failed(AmqpException error) {
        comeHome(() -> onFailure.accept(error), () -> { });
    }

    int classId() {
        return classId;
    }

    int methodId() {
        return methodId;
    }

    private void comeHome(Runnable action, Runnable otherwise) {
        if (channel.loop().isCurrent()) channel.answered(this, action, otherwise);
        else channel.loop().execute(() -> channel.answered(this, action, otherwise));
    }
}
