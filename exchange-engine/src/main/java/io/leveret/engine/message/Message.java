package io.leveret.engine.message;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A message as published. It never changes, so every loop and every queue it reaches shares the one object.
 */
public final class Message {
    /** The time to live of a message that has none of its own. */
    public static final long NO_TIME_TO_LIVE = -1;

    private final String exchange;
    private final String routingKey;
    private final CarbonCopies copies;
    private final boolean deadLetter;
    private final boolean persistent; // asked for more than once on the way, and found by walking through the properties
    private final boolean mortal; // the same
    private final BasicProperties properties;
    private final Body body;

    /** Set before other loops get the message, if at all: the one thing here that is not there from the start. */
    private Sharing sharing;

    /** Throws PRECONDITION_FAILED when one of the headers CC and BCC is there and no array. */
    public Message(String exchange, String routingKey, BasicProperties properties, Body body) {
        this(exchange, routingKey, CarbonCopies.of(properties), false, properties, body);
    }

    private Message(String exchange, String routingKey, CarbonCopies copies, boolean deadLetter,
                    BasicProperties properties, Body body) {
        this.exchange = exchange;
        this.routingKey = routingKey;
        this.copies = copies;
        this.deadLetter = deadLetter;
        this.persistent = properties.isPersistent();
        this.mortal = properties.expiration().isPresent();
        this.properties = properties;
        this.body = body;
    }

    /**
     * A message as it was stored.
     *
     * @param openKeys  further routing keys that consumers may see (CC)
     * @param blindKeys those they may not (BCC)
     */
    public static Message restored(String exchange, String routingKey, List<String> openKeys, List<String> blindKeys,
                                   boolean deadLetter, BasicProperties properties, Body body) {
        boolean alone = openKeys.isEmpty() && blindKeys.isEmpty();
        CarbonCopies copies = alone ? CarbonCopies.NONE : new CarbonCopies(openKeys, blindKeys);
        return new Message(exchange, routingKey, copies, deadLetter, properties, body);
    }

    /** The name of the exchange it was published to, whichever exchanges it went through afterwards. */
    public String exchange() {
        return exchange;
    }

    /** The key it was published with, and the only one consumers see. */
    public String routingKey() {
        return routingKey;
    }

    /** What the headers CC and BCC add to the routing key; nearly always nothing. */
    public List<String> furtherKeys() {
        return copies.keys();
    }

    /** The further keys of the header CC. */
    public List<String> openKeys() {
        return copies.open();
    }

    /** The further keys of the header BCC, which consumers do not get to see. */
    public List<String> blindKeys() {
        return copies.blind();
    }

    /** Where a store has put it for several queues, or null. */
    public StoredBody stored() {
        return sharing == null ? null : sharing.stored;
    }

    /** To be called by a store, before any other loop has the message. */
    public void stored(StoredBody place) {
        share();
        sharing.stored = place;
    }

    /** The message goes to several queues; to be called before any of them gets it. */
    public void share() {
        if (sharing == null) sharing = new Sharing();
    }

    /** A queue has it in the heap. @return whether no other queue has */
    public boolean enterHeap() {
        return sharing == null || sharing.getAndIncrement() == 0;
    }

    /** A queue has it in the heap no longer. @return whether no other queue has */
    public boolean leaveHeap() {
        return sharing == null || sharing.decrementAndGet() == 0;
    }

    /** Every key the message is routed by: the routing key, then those of CC, then those of BCC. */
    public List<String> routingKeys() {
        return withCopies(copies.keys());
    }

    public BasicProperties properties() {
        return properties;
    }

    public Body body() {
        return body;
    }

    /** Whether it asks to survive a restart of the broker; the queue has a say too. */
    public boolean isPersistent() {
        return persistent;
    }

    /** @param otherwise taken for one that the publisher gave none */
    public int priority(int otherwise) {
        return properties.priority().orElse(otherwise);
    }

    /** Milliseconds that the publisher gave it, or {@link #NO_TIME_TO_LIVE}. */
    public long timeToLive() {
        return mortal ? Long.parseLong(properties.expiration().orElseThrow()) : NO_TIME_TO_LIVE;
    }

    /** Milliseconds that an exchange which delays messages is to hold it back; 0 when it is to be routed at once. */
    public long delay() {
        return Delay.of(properties);
    }

    /** The message once it has waited: nobody shall hold it back again. */
    public Message afterDelay() {
        return new Message(exchange, routingKey, copies, deadLetter, Delay.over(properties), body);
    }

    /** Whether it has left a queue as a dead letter, so that its {@code x-death} header is ours. */
    public boolean isDeadLetter() {
        return deadLetter;
    }

    /**
     * The message as queues keep it and consumers get it: nobody may see who else got a blind copy. It is still routed by the
     * same keys, should it be dead-lettered.
     */
    public Message withoutBlindCopies() {
        BasicProperties stored = CarbonCopies.withoutBlind(properties);
        return stored == properties ? this : new Message(exchange, routingKey, copies, deadLetter, stored, body);
    }

    /**
     * The message as it goes to a dead-letter exchange: with this death in its history, and without its expiration, which
     * would strike again.
     *
     * @param queue      where it died
     * @param newKey     the key to route it by from now on; without one it keeps all it has
     * @param seconds    since 1970
     */
    public Message deadLetter(String newExchange, Optional<String> newKey, String queue, DeathReason reason, long seconds) {
        BasicProperties dead = properties.withHeaders(Deaths.record(this, queue, reason, seconds)).withoutExpiration();
        return new Message(newExchange, newKey.orElse(routingKey), newKey.isPresent() ? CarbonCopies.NONE : copies, true,
                dead, body);
    }

    /** The properties, with no more of its deaths than fit into so many bytes; what the publisher said is all there. */
    public BasicProperties propertiesWithin(int longest) {
        return !deadLetter || properties.length() <= longest ? properties : Deaths.shortened(properties, longest);
    }

    /** The name of the exchange it was published to before it died for the first time. */
    public String firstExchange() {
        return deadLetter ? Deaths.firstExchange(this) : exchange;
    }

    /** Whether dead-lettering has brought it back to a queue it died in, with nobody rejecting it on the way. */
    public boolean hasCycledTo(String queue) {
        return Deaths.isCycle(this, queue);
    }

    /** The keys that may be shown: all but those of BCC. */
    List<String> visibleRoutingKeys() {
        return withCopies(copies.open());
    }

    private List<String> withCopies(List<String> further) {
        return further.isEmpty() ? List.of(routingKey) : CarbonCopies.join(List.of(routingKey), further);
    }

    /** What queues that share a message have to know: how many have it in the heap, and where the store has put it. */
    private static final class Sharing extends AtomicInteger {
        private static final long serialVersionUID = 1;
        private transient StoredBody stored;
    }

    @Override public String toString() {
        return "message of " + body.size() + " bytes to '" + exchange + "' with key '" + routingKey + "'";
    }
}
