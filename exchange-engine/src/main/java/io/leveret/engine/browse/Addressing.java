package io.leveret.engine.browse;

import static io.leveret.engine.access.Operation.WRITE;
import static io.leveret.engine.access.Rights.Kind.EXCHANGE;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.access.Rights;
import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.exchange.Matches;
import io.leveret.engine.message.Message;
import io.leveret.engine.queue.Browsed;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.settings.QueueSettings;
import java.util.ArrayList;
import java.util.List;

/** Finds where messages of a queue go, for somebody who has the right to publish there. Used by one thread. */
final class Addressing {

    private static final String REDRIVEN = "x-redriven";
    private static final String DEFAULT_EXCHANGE = "";

    private final VirtualHost host;
    private final QueueRef source;
    private final Target target;
    private final Rights rights;
    private final Matches<QueueRef> matches = new Matches<>();

    Addressing(VirtualHost host, QueueRef source, Target target, Rights rights) {
        this.host = host;
        this.source = source;
        this.target = target;
        this.rights = rights;
    }

    /**
     * Looks at what the job names.
     *
     * @throws AmqpException 404 when it is not there, 403 when it is not to be published to
     */
    void check() {
        switch (target.kind()) {
            case QUEUE -> {
                rights.require(WRITE, EXCHANGE, DEFAULT_EXCHANGE);
                if (host.findQueue(target.name()) == null) throw notFound(target.name());
            }
            case EXCHANGE -> exchange(target.name());
            case DEATH_QUEUE -> rights.require(WRITE, EXCHANGE, DEFAULT_EXCHANGE);
            case DEAD_LETTERS -> deadLetters("");
            case DEATH_EXCHANGE, NOWHERE, SOURCE -> { }
        }
    }

    /** @throws NotSentException when there is nothing that says where it goes */
    Goal goalOf(Browsed seen) throws NotSentException {
        return switch (target.kind()) {
            case QUEUE -> Goal.queue(target.name());
            case EXCHANGE -> Goal.exchange(target.name(),
                target.routingKey() == null ? seen.message().routingKey() : target.routingKey());
            case DEATH_QUEUE -> Goal.queue(meant(seen, deathOf(seen).queue()));
            case DEATH_EXCHANGE -> Goal.exchange(meant(seen, deathOf(seen).exchange()), deathOf(seen).keys().get(0));
            case SOURCE -> Goal.queue(source.name());
            case DEAD_LETTERS -> deadLetters(seen.message().routingKey());
            case NOWHERE -> throw NotSentException.because("it goes nowhere");
        };
    }

    /**
     * Finds what the goal is, without asking an exchange, which may count and remember.
     *
     * @throws NotSentException when it is not there
     * @throws AmqpException 403
     */
    void lookFor(Goal goal) throws NotSentException {
        boolean isOfQueue = target.kind() == Target.Kind.SOURCE || target.kind() == Target.Kind.DEAD_LETTERS; // whoever may read may reject
        if (!isOfQueue) rights.require(WRITE, EXCHANGE, goal.exchange() == null ? DEFAULT_EXCHANGE : goal.exchange());
        boolean isThere = goal.exchange() == null ? host.findQueue(goal.queue()) != null : host.findExchange(goal.exchange()) != null;
        if (!isThere) throw missing(goal);
    }

    /**
     * @throws NotSentException when it reaches no queue
     * @throws AmqpException 403
     */
    Sending address(Browsed seen) throws NotSentException {
        Goal goal = goalOf(seen);
        lookFor(goal);
        Message message = messageTo(goal, seen);
        if (goal.exchange() == null) {
            QueueRef queue = host.findQueue(goal.queue());
            if (queue == null) throw missing(goal);
            return Sending.to(queue, seen, goal, message);
        }
        return route(seen, goal, message);
    }

    private Sending route(Browsed seen, Goal goal, Message message) throws NotSentException {
        Exchange exchange = exchange(goal.exchange());
        if (exchange.routesTopics()) message.routingKeys().forEach(key -> rights.requireTopic(WRITE, exchange.name(), key));
        matches.clear();
        exchange.route(message, matches);
        List<QueueRef> queues = new ArrayList<>(matches.size());
        for (int i = 0; i < matches.size(); i++) queues.add(matches.queue(i));
        Sending sending = new Sending(seen, goal, message.withoutBlindCopies(), queues, matches.newKeys());
        matches.clear(); // or what it found would stay in memory with it
        if (queues.isEmpty()) throw NotSentException.because("unroutable: exchange '" + goal.exchange() + "', key '" + goal.routingKey() + "'");
        if (queues.size() > 1) sending.message().share();
        return sending;
    }

    /** A message that goes to a queue stays what it is; a dead letter is what it was before it died there, and counts that. */
    private Message messageTo(Goal goal, Browsed seen) throws NotSentException {
        Message was = seen.message();
        boolean isRedriven = target.kind() == Target.Kind.DEATH_QUEUE || target.kind() == Target.Kind.DEATH_EXCHANGE;
        if (isRedriven) {
            Death death = deathOf(seen);
            return with(was, goal.exchange() == null ? death.exchange() : goal.exchange(), death.keys().get(0), death.keys().subList(1, death.keys().size()), List.of(), counted(was));
        }
        if (goal.exchange() == null) return with(was, was.exchange(), was.routingKey(), was.openKeys(), was.blindKeys(), was.properties());
        boolean keepsKey = target.routingKey() == null;
        return with(was, goal.exchange(), goal.routingKey(), keepsKey ? was.openKeys() : List.of(),
            keepsKey ? was.blindKeys() : List.of(), was.properties());
    }

    private static Message with(Message was, String exchange, String key, List<String> open, List<String> blind,
                                BasicProperties properties) {
        return Message.restored(exchange, key, open, blind, was.isDeadLetter(), properties, was.body());
    }

    private static BasicProperties counted(Message was) {
        long times = was.properties().header(REDRIVEN).filter(FieldValue::isInteger).map(FieldValue::asLong).orElse(0L);
        return was.properties().withHeaders(was.properties().headers().with(REDRIVEN, FieldValue.longInt(times + 1)));
    }

    private String meant(Browsed seen, String found) {
        return target.detours().of(MessageId.of(source, seen.position()), found);
    }

    /** @throws AmqpException 406 when the queue has nowhere for what dies */
    Goal deadLetters(String key) {
        QueueSettings settings = host.settingsOf(source);
        String exchange = settings.deadLetterExchange().orElseThrow(() -> new AmqpException(ReplyCode.PRECONDITION_FAILED,
            source.description() + " has no dead-letter exchange"));
        return Goal.exchange(exchange, settings.deadLetterRoutingKey().orElse(key));
    }

    private Death deathOf(Browsed seen) throws NotSentException {
        return Death.latest(seen.message(), source.name())
            .orElseThrow(() -> NotSentException.noConcern("no x-death says where it comes from"));
    }

    private Exchange exchange(String name) {
        rights.require(WRITE, EXCHANGE, name);
        Exchange exchange = host.exchange(name);
        if (!exchange.isInternal()) return exchange;
        throw new AmqpException(ReplyCode.ACCESS_REFUSED, "cannot publish to internal exchange '" + name + "' in vhost '" + host.name() + "'");
    }

    private NotSentException missing(Goal goal) {
        return NotSentException.because(goal.exchange() == null ? "no queue '" + goal.queue() + "' in vhost '" + host.name() + "'"
            : "no exchange '" + goal.exchange() + "' in vhost '" + host.name() + "'");
    }

    private AmqpException notFound(String queue) {
        return new AmqpException(ReplyCode.NOT_FOUND, "no queue '" + queue + "' in vhost '" + host.name() + "'");
    }
}
