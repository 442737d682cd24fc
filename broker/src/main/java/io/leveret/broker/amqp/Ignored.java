package io.leveret.broker.amqp;

import io.leveret.codec.error.AmqpException;
import io.leveret.engine.loop.Answer;

/** An answer that nobody waits for. */
final class Ignored implements Answer<Void> {

    static final Ignored ANSWER = new Ignored();

    private Ignored() {
    }

    @Override
    public void completed(Void value) {
        // as hoped
    }

    @Override
    public void failed(AmqpException error) {
        // the one who asked has gone
    }
}
