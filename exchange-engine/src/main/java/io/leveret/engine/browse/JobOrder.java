package io.leveret.engine.browse;

import static io.leveret.engine.access.Operation.READ;
import static io.leveret.engine.access.Rights.Kind.QUEUE;

import io.leveret.codec.error.AmqpException;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.view.ClientConnection;
import java.util.List;
import java.util.Optional;

/**
 * What somebody wants done with messages of a queue.
 *
 * @param client   whose rights count, all the time; used by the job's thread only from now on
 * @param messages those that were chosen; without them all that the filter lets through
 * @param limit    how many messages at most
 * @param rate     messages a second, 0 for as many as can be
 * @param dryRun   whether it is only to be told what would be done
 */
public record JobOrder(VirtualHost host, QueueRef queue, ClientConnection client, Action action, Optional<List<MessageId>> messages,
                       MessageFilter filter, Target target, long limit, double rate, boolean dryRun) {

    /** @throws AmqpException 403 when the client may not read from the queue any more */
    void requireRead() {
        client.rights().require(READ, QUEUE, queue.name());
    }

    /** As it is remembered. */
    JobOrder withoutMessages() {
        return new JobOrder(host, queue, client, action, messages.map(all -> List.of()), filter, target, limit, rate, dryRun);
    }
}
