package io.leveret.engine.view;

import io.leveret.engine.access.Rights;
import io.leveret.engine.loop.Loop;
import io.leveret.engine.stats.History;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A client's connection as its front lends it to the engine. Compared by identity; callable from any thread. */
public interface ClientConnection {

    /** Peer and own address, as RabbitMQ names connections: {@code 127.0.0.1:51234 -> 127.0.0.1:5672}. */
    String name();

    /** Who has logged in; empty before that. */
    String userName();

    default ClientDetails details() {
        return ClientDetails.NONE;
    }

    /** What it does now. */
    default ConnectionState activity() {
        return ConnectionState.RUNNING;
    }

    default int channelCount() {
        return 0;
    }

    /** Bytes that the client has yet to read. */
    default long sendPending() {
        return 0;
    }

    /** What came and went; empty for a connection that nobody looks at. */
    default Optional<History> stats() {
        return Optional.empty();
    }

    /** Where its channels live. */
    default Optional<Loop> home() {
        return Optional.empty();
    }

    /** Its channels, to be asked on its {@link #home}. */
    default List<ChannelInfo> channels() {
        return List.of();
    }

    /**
     * Ends a consumer, whose client is told as if its queue were gone; what it holds stays its own. On the {@link #home}.
     *
     * @param done told when it gets nothing more, or false when there is none
     */
    default void cancelConsumer(int channel, String tag, Consumer<Boolean> done) {
        done.accept(false);
    }

    /**
     * Changes how much a channel's consumers may hold: each, those that there are too, or all together. On the {@link #home}.
     *
     * @param prefetch 0 for no limit
     * @return whether there is such a channel
     */
    default boolean limitChannel(int channel, int prefetch, boolean together) {
        return false;
    }

    /** What the client may do; asked on the thread that acts for it. */
    Rights rights();

    /**
     * Has the connection closed with 320 CONNECTION_FORCED.
     *
     * @param reason what the client is told
     */
    void close(String reason);
}
