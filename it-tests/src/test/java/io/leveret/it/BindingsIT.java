package io.leveret.it;

import static io.leveret.it.MethodId.QUEUE_BIND;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Binding queues to exchanges. */
@ExtendWith(BrokerExtension.class)
class BindingsIT {
    private final Channel channel;
    private final String exchange;
    private String queue;

    BindingsIT(Channel channel, Names names) {
        this.channel = channel;
        this.exchange = names.fresh();
    }

    @BeforeEach
    void declare() throws Exception {
        channel.exchangeDeclare(exchange, "direct", true);
        queue = channel.queueDeclare().getQueue();
    }

    @Test
    void areMadeAndUndone() throws Exception {
        channel.queueBind(queue, exchange, "a");
        assertThat(arrives("a")).isTrue();
        channel.queueUnbind(queue, exchange, "a");
        assertThat(arrives("a")).isFalse();
    }

    @Test
    void areTheSameWhenMadeTwice() throws Exception {
        channel.queueBind(queue, exchange, "a");
        channel.queueBind(queue, exchange, "a");
        channel.basicPublish(exchange, "a", null, new byte[1]);
        assertThat(Drained.count(channel, queue)).isEqualTo(1);
        channel.queueUnbind(queue, exchange, "a");
        assertThat(arrives("a")).isFalse();
    }

    @Test
    void areAnotherWithOtherArguments() throws Exception {
        channel.queueBind(queue, exchange, "a", Map.of("note", 1));
        channel.queueBind(queue, exchange, "a", Map.of("note", 2));
        channel.queueUnbind(queue, exchange, "a", Map.of("note", 1));
        assertThat(arrives("a")).isTrue();
        channel.queueUnbind(queue, exchange, "a");
        assertThat(arrives("a")).isTrue();
        channel.queueUnbind(queue, exchange, "a", Map.of("note", 2));
        assertThat(arrives("a")).isFalse();
    }

    @Test
    void areUndoneEvenIfTheyNeverWere() throws Exception {
        channel.queueUnbind(queue, exchange, "never");
        channel.queueUnbind("it-missing", exchange, "a");
        channel.queueUnbind(queue, "it-missing", "a");
        channel.queueUnbind("it-missing", "it-missing", "a");
    }

    @Test
    void areMadeWithoutWaiting() throws Exception {
        channel.queueBindNoWait(queue, exchange, "a", Map.of());
        assertThat(arrives("a")).isTrue();
    }

    @Test
    void areRefusedWithoutWaitingToo() {
        Refusal.ofChannel(channel, () -> channel.queueBindNoWait(queue, "it-missing", "a", Map.of()))
                .is(404, "NOT_FOUND - no exchange 'it-missing' in vhost '/'", QUEUE_BIND);
    }

    @Test
    void needAQueue() {
        Refusal.ofChannel(channel, () -> channel.queueBind("it-missing", exchange, "a"))
                .is(404, "NOT_FOUND - no queue 'it-missing' in vhost '/'", QUEUE_BIND);
    }

    @Test
    void needAnExchange() {
        Refusal.ofChannel(channel, () -> channel.queueBind(queue, "it-missing", "a"))
                .is(404, "NOT_FOUND - no exchange 'it-missing' in vhost '/'", QUEUE_BIND);
    }

    @Test
    void areLookedUpFromTheExchange() {
        Refusal.ofChannel(channel, () -> channel.queueBind("it-missing-queue", "it-missing", "a"))
                .is(404, "NOT_FOUND - no exchange 'it-missing' in vhost '/'", QUEUE_BIND);
    }

    @Test
    void vanishWithTheirQueue(Names names) throws Exception {
        String name = names.fresh();
        channel.queueDeclare(name, false, true, false, null);
        channel.queueBind(name, exchange, "a");
        channel.queueDelete(name);
        channel.queueDeclare(name, false, true, false, null);
        channel.basicPublish(exchange, "a", null, new byte[1]);
        assertThat(channel.basicGet(name, true)).isNull();
    }

    @Test
    void loseLineBreaksFromTheNamesOfBothEnds() throws Exception {
        channel.queueBind(queue + "\n", "\r" + exchange, "a");
        assertThat(arrives("a")).isTrue();
        channel.queueUnbind("\n" + queue, exchange + "\r\n", "a");
        assertThat(arrives("a")).isFalse();
    }

    private boolean arrives(String key) throws Exception {
        channel.basicPublish(exchange, key, null, new byte[1]);
        return Drained.count(channel, queue) > 0;
    }
}
