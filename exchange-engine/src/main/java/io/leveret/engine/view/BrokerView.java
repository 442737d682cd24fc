package io.leveret.engine.view;

import io.leveret.engine.stats.History;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What a broker holds and does, to be looked at. Callable from any thread. Nothing of it stops a loop or takes a lock that
 * publishing needs: what loops have to be asked comes later, a few things in each turn, and what does not answer in time or
 * has gone meanwhile is missing. Stages are completed on whatever thread: go on on one of your own.
 *
 * <p>Methods that take the name of a virtual host throw {@link java.util.NoSuchElementException} when there is none.
 */
public interface BrokerView {

    /** All that has been counted in the node. */
    History stats();

    Totals totals();

    /** Of what keeps messages on the disk; nothing if there is no such place. */
    Optional<StorageHealth> storage();

    List<VirtualHostInfo> virtualHosts();

    VirtualHostInfo virtualHost(String name);

    // ---- queues

    List<QueueInfo> queues(String virtualHost);

    Optional<QueueInfo> queue(String virtualHost, String name);

    /** All about some queues, in the same order. */
    CompletionStage<List<QueueDetails>> details(List<QueueInfo> queues);

    /** The consumers of some queues. */
    CompletionStage<List<ConsumerInfo>> consumers(List<QueueInfo> queues);

    /** What came into a queue, by the exchange to which it was published. */
    Collection<Passage> incoming(QueueInfo queue);

    /** What goes from a queue to channels. */
    Collection<ChannelPassage> deliveries(QueueInfo queue);

    // ---- exchanges and bindings

    /** The default exchange too. */
    List<ExchangeInfo> exchanges(String virtualHost);

    Optional<ExchangeInfo> exchange(String virtualHost, String name);

    /** The name of the policy that holds for it. */
    Optional<String> policy(ExchangeInfo exchange);

    /** What is published to an exchange by channels. */
    Collection<ChannelPassage> incoming(ExchangeInfo exchange);

    /** What came into queues through an exchange. */
    Collection<Passage> outgoing(ExchangeInfo exchange);

    /** All, with those that every queue has to the default exchange. */
    List<BindingInfo> bindings(String virtualHost);

    List<BindingInfo> bindingsFrom(ExchangeInfo source);

    List<BindingInfo> bindingsTo(String virtualHost, DestinationKind kind, String destination);

    // ---- clients

    /** Those that are open. */
    List<ConnectionInfo> connections();

    Optional<ConnectionInfo> connection(String name);

    /** Those that are not open yet; of what belongs to a connection they have what was agreed on so far. */
    List<ConnectionInfo> handshakes();

    /** By protocol. */
    List<LoginAttempts> loginAttempts();

    /** By protocol, client's address and user; a thousand of those at most. */
    List<LoginAttempts> loginAttemptsBySource();

    CompletionStage<List<ChannelInfo>> channels(List<ConnectionInfo> connections);
}
