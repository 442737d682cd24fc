package io.leveret.engine.view;

import java.util.concurrent.CompletionStage;

/** What can be done to a broker by somebody who is not one of its clients. Callable from any thread. */
public interface BrokerCommands {

    /**
     * Closes a connection with 320 CONNECTION_FORCED.
     *
     * @param reason what the client is told
     * @return whether there is one of that name
     */
    boolean closeConnection(String name, String reason);

    /** @return how many connections the user had */
    int closeConnectionsOf(String user, String reason);

    /** Has all that was counted forgotten: totals, rates and how they were. */
    void forgetStats();

    /** Has the attempts to log in forgotten, by source too. */
    void forgetLoginAttempts();

    /**
     * Ends a client's consumer, as if its queue were gone; what it holds can still be settled.
     *
     * @return whether there was one
     */
    CompletionStage<Boolean> cancelConsumer(String connection, int channel, String tag);

    /**
     * Changes how much the consumers of a channel may hold, those that there are too.
     *
     * @param prefetch 0 for no limit
     * @param together whether the limit is for all of them, rather than for each
     * @return whether there is such a channel
     */
    CompletionStage<Boolean> limitChannel(String connection, int channel, int prefetch, boolean together);

    /**
     * Acts in a virtual host for a user, whose rights are those of any client.
     *
     * @throws io.leveret.codec.error.AmqpException 530 when there is no such virtual host, or none for this user
     */
    VirtualHostCommands as(String user, String virtualHost);
}
