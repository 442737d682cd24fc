package io.leveret.perf.load;

import io.leveret.codec.method.ConfirmMethod;
import io.leveret.perf.client.ClientChannel;
import io.leveret.perf.client.ClientConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Producers and consumers, each with a connection of its own. */
public final class FlowLoad implements Load {
    private final Session session;
    private final Flow flow;
    private final Goal goal = new Goal();
    private final List<ClientConnection> producing = new ArrayList<>();
    private final List<ClientConnection> consuming = new ArrayList<>();
    private final List<Publisher> publishers = new ArrayList<>();
    private final List<Subscriber> subscribers = new ArrayList<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private ClientConnection declaring;
    private List<String> queues = List.of();

    public FlowLoad(Session session, Flow flow) {
        this.session = session;
        this.flow = flow;
    }

    @Override public void prepare() {
        declaring = session.connect();
        queues = new Declarations(declaring, flow.topology()).declare();
        // Producers first, so that one producer and one consumer have a loop each if there are two.
        for (int i = 0; i < flow.publishing().producers(); i++) producing.add(session.connect());
        for (int i = 0; i < flow.consuming().consumers(); i++) consuming.add(session.connect());
        for (int i = 0; i < consuming.size(); i++) addConsumer(consuming.get(i), Shares.of(i, consuming.size(), queues));
        for (int i = 0; i < producing.size(); i++) addProducer(producing.get(i), i);
        endWhenAllIsDone();
    }

    /** Publishers that have a rate begin one after the other within the interval between two messages. */
    @Override public void start() {
        subscribers.stream().map(subscriber -> Session.on(subscriber.loop(), subscriber::start)).toList().forEach(Session::await);
        double interval = flow.publishing().rate() == 0 ? 0 : 1e9 / flow.publishing().rate();
        long now = session.clock().getAsLong();
        for (int i = 0; i < publishers.size(); i++) {
            Publisher publisher = publishers.get(i);
            long begin = now + (long) (interval * i / publishers.size());
            Session.run(publisher.loop(), () -> publisher.start(begin));
        }
    }

    @Override public CompletableFuture<Void> ended() {
        return ended;
    }

    @Override public void tick() {
        goal.tick();
    }

    @Override public void stop() {
        publishers.forEach(publisher -> Session.run(publisher.loop(), publisher::stop));
        close(producing); // what they have sent is in the broker then, and the exchange may go with its queues
        subscribers.forEach(subscriber -> Session.run(subscriber.loop(), subscriber::stop));
        close(consuming);
        if (flow.topology().temporary()) new Declarations(declaring, flow.topology()).delete(queues);
        close(List.of(declaring));
    }

    private static void close(List<ClientConnection> connections) {
        connections.stream().map(connection -> Session.on(connection.loop(), connection::close)).toList().forEach(Session::await);
    }

    private void addConsumer(ClientConnection connection, List<String> from) {
        Consuming how = flow.consuming();
        for (int i = 0; i < how.channels(); i++) {
            ClientChannel channel = Session.openChannel(connection);
            Subscriber subscriber = new Subscriber(channel, how, from, session.meter(connection), goal);
            subscribers.add(subscriber);
            Session.run(connection.loop(), () -> channel.uses(subscriber));
        }
    }

    private void addProducer(ClientConnection connection, int number) {
        Publishing publishing = flow.publishing();
        List<String> keys = flow.topology().keys().ofProducer(number, publishing.producers(), queues);
        PublishFrames.Message message = new PublishFrames.Message(flow.topology().exchange(), keys, publishing.mandatory(),
                publishing.properties(), publishing.size());
        for (int i = 0; i < publishing.channels(); i++) {
            ClientChannel channel = Session.openChannel(connection);
            Publisher publisher = new Publisher(channel, PublishFrames.of(message, channel.number(), connection.frameMax()), publishing,
                    session.clock(), session.meter(connection));
            publishers.add(publisher);
            Session.await(Session.on(connection.loop(), () -> {
                channel.uses(publisher);
                return publishing.confirmWindow() > 0 ? channel.call(new ConfirmMethod.Select(false)) : CompletableFuture.completedFuture(null);
            }));
        }
    }

    private void endWhenAllIsDone() {
        boolean publishingEnds = flow.publishing().limit() > 0 && !publishers.isEmpty();
        boolean consumingEnds = flow.consuming().limit() > 0 && !subscribers.isEmpty();
        CompletableFuture<Void> published = all(publishers.stream().map(Publisher::finished));
        CompletableFuture<Void> consumed = all(subscribers.stream().map(Subscriber::finished));
        if (flow.expected() > 0) {
            goal.expect(flow.expected());
            end(goal.reached());
        } else if (consumingEnds) {
            end(publishingEnds ? CompletableFuture.allOf(published, consumed) : consumed);
        } else if (publishingEnds) {
            long sent = flow.publishing().limit() * publishers.size();
            published.thenRun(() -> goal.expect(subscribers.isEmpty() ? 0 : sent * flow.topology().copies(queues)));
            end(CompletableFuture.allOf(published, goal.reached()));
        }
    }

    private void end(CompletableFuture<Void> when) {
        when.thenRun(() -> ended.complete(null));
    }

    private static CompletableFuture<Void> all(Stream<CompletableFuture<Void>> each) {
        return CompletableFuture.allOf(each.toArray(CompletableFuture<?>[]::new));
    }
}
