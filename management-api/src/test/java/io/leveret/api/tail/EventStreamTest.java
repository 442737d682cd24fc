package io.leveret.api.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

class EventStreamTest {

    private final EventStream stream = new EventStream();
    private final Client client = new Client();

    @Test
    void sendsWhatTheClientWantsAndNoMore() {
        stream.send(new byte[] {1});
        stream.subscribe(client);
        stream.send(new byte[] {2});
        assertThat(client.got).isEmpty();
        client.subscription.request(1);
        assertThat(client.got).containsExactly(1);
        assertThat(stream.isIdle()).isFalse();
        client.subscription.request(Long.MAX_VALUE);
        client.subscription.request(Long.MAX_VALUE);
        stream.send(new byte[] {3});
        assertThat(client.got).containsExactly(1, 2, 3);
        assertThat(stream.isIdle()).isTrue();
    }

    @Test
    void endsBehindWhatWaits() {
        stream.subscribe(client);
        stream.send(new byte[] {1});
        stream.end();
        assertThat(client.ended).isZero();
        client.subscription.request(1);
        stream.end();
        assertThat(client.got).containsExactly(1);
        assertThat(client.ended).isEqualTo(1);
    }

    @Test
    void nothingComesBeforeTheSubscription() {
        stream.end();
        List<String> heard = new ArrayList<>();
        stream.subscribe(new Client() {
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
        assertThat(client.got).isEmpty();
        assertThat(client.ended).isZero();
        assertThat(stream.isCancelled()).isTrue();
    }

    private static class Client implements Subscriber<byte[]> {
        private final List<Integer> got = new ArrayList<>();
        private Subscription subscription;
        private int ended;

        @Override
        public void onSubscribe(Subscription begun) {
            subscription = begun;
        }

        @Override
        public void onNext(byte[] bytes) {
            got.add((int) bytes[0]);
        }

        @Override
        public void onError(Throwable error) {
            throw new IllegalStateException(error);
        }

        @Override
        public void onComplete() {
            ended++;
        }
    }
}
