package io.leveret.api.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;

class EventStreamTest {

    private final EventStream stream = new EventStream();
    private final StreamClient client = new StreamClient();

    @Test
    void sendsWhatTheClientWantsAndNoMore() {
        stream.send(new byte[] {1});
        stream.subscribe(client);
        stream.send(new byte[] {2});
        assertThat(client.firstBytes).isEmpty();
        client.subscription.request(1);
        assertThat(client.firstBytes).containsExactly(1);
        assertThat(stream.isIdle()).isFalse();
        client.subscription.request(Long.MAX_VALUE);
        client.subscription.request(Long.MAX_VALUE);
        stream.send(new byte[] {3});
        assertThat(client.firstBytes).containsExactly(1, 2, 3);
        assertThat(stream.isIdle()).isTrue();
    }

    @Test
    void endsBehindWhatWaits() {
        stream.subscribe(client);
        stream.send(new byte[] {1});
        stream.end();
        assertThat(client.completed).isZero();
        client.subscription.request(1);
        stream.end();
        assertThat(client.firstBytes).containsExactly(1);
        assertThat(client.completed).isEqualTo(1);
    }

    @Test
    void nothingComesBeforeTheSubscription() {
        stream.end();
        List<String> heard = new ArrayList<>();
        stream.subscribe(new StreamClient() {
            @Override
            public void onSubscribe(Subscription begun) {
                begun.request(1);
                stream.end();
                heard.add("subscribed");
            }

            @Override
            public void onComplete() {
                heard.add("complete");
            }
        });
        assertThat(heard).containsExactly("subscribed", "complete");
    }

    @Test
    void sendsNothingToAClientThatHasGone() {
        stream.subscribe(client);
        client.subscription.request(10);
        client.subscription.cancel();
        stream.send(new byte[] {1});
        stream.end();
        assertThat(client.firstBytes).isEmpty();
        assertThat(client.completed).isZero();
        assertThat(stream.isCancelled()).isTrue();
    }

    @Test
    void comesInPartsSoThatOneSeesWhetherAnyIsTaken() {
        stream.subscribe(client);
        stream.send(new byte[100_000]);
        client.subscription.request(2);
        assertThat(stream.taken()).isEqualTo(2);
        assertThat(stream.isIdle()).isFalse();
        client.subscription.request(100);
        assertThat(stream.isIdle()).isTrue();
    }

    @Test
    void breaksOffWithoutWaitingForTheClient() {
        stream.subscribe(client);
        stream.send(new byte[] {1});
        stream.end();
        stream.abort();
        stream.abort();
        client.subscription.request(1);
        assertThat(client.firstBytes).isEmpty();
        assertThat(client.completed).isZero();
        assertThat(client.broken).isEqualTo(1);
        assertThat(stream.isCancelled()).isTrue();
    }
}
