package io.leveret.api.tail;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Takes what the test asks for, and remembers it. */
class StreamClient implements Subscriber<byte[]> {

    final List<Integer> firstBytes = new ArrayList<>();
    final StringBuilder text = new StringBuilder();
    Subscription subscription;
    int completed;
    int broken;

    @Override
    public void onSubscribe(Subscription begun) {
        subscription = begun;
    }

    @Override
    public void onNext(byte[] bytes) {
        firstBytes.add((int) bytes[0]);
        text.append(new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public void onError(Throwable error) {
        broken++;
    }

    @Override
    public void onComplete() {
        completed++;
    }
}
