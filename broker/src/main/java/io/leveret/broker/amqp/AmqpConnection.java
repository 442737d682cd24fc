package io.leveret.broker.amqp;

import io.leveret.codec.method.ConnectionMethod;
import io.leveret.codec.method.Method;
import io.leveret.engine.Broker;
import io.leveret.engine.ClientEvents;
import io.leveret.engine.Session;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.access.Rights;
import io.leveret.engine.exchange.Matches;
import io.leveret.engine.loop.Loop;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.queue.QueueStorage;
import io.leveret.engine.stats.Counters;
import io.leveret.engine.stats.History;
import io.leveret.engine.stats.Metric;
import io.leveret.engine.view.ChannelInfo;
import io.leveret.engine.view.ChannelName;
import io.leveret.engine.view.ClientConnection;
import io.leveret.engine.view.ClientDetails;
import io.leveret.engine.view.ConnectionState;
import io.netty.channel.Channel;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's connection, from the first byte to the last: whether it is being opened, runs or is being closed, what it has
 * for its channels, and the answer to whatever goes wrong. Everything happens on its event loop, except {@link #close},
 * {@link #abort} and {@link #name}.
 */
final class AmqpConnection implements ClientConnection {

    private static final Logger log = LoggerFactory.getLogger(AmqpConnection.class);

    private final ClientSocket socket;
    private final Loop loop;
    private final AmqpSettings settings;
    private final OpenConnections connections;
    private final Handshake handshake;
    private final Newcomer newcomer;
    private final FrameReader reader;
    private final Incoming incoming;
    private final Farewell farewell;
    private final Ending ending;
    private final ReadGate gate;
    private final Burst burst;
    private final Streaming streaming;
    private final Sender sender;
    private final Pulse pulse;
    private final PublisherBlock publisherBlock;
    private final QueueStorage storage;
    private final Matches<QueueRef> matches = new Matches<>();
    private final SharedMemory.Share memory;
    private final SharedMemory.Share unsent;
    private final ReplyRoom replyRoom;
    private final History history;
    private final Counters traffic;

    private final ConnectionPhase phase = new ConnectionPhase();
    private final SessionEnd sessionEnd = new SessionEnd();

    private Session session;
    private int frameMax;
    private Heartbeats heartbeats;

    AmqpConnection(Channel channel, Peer peer, Loop loop, Gathering gathering, AmqpSettings settings, Broker broker, Logins logins,
                   OpenConnections connections) {
        this.socket = new ClientSocket(channel, peer);
        this.loop = loop;
        this.settings = settings;
        this.connections = connections;
        this.handshake = new Handshake(this, settings, broker, logins, socket);
        this.farewell = new Farewell(loop, socket, settings.handshakeTimeout().toSeconds());
        this.newcomer = new Newcomer(socket, phase, handshake, farewell, connections.strangers(), broker.reception().handshakes());
        this.gate = new ReadGate(socket, () -> loop.execute(this::readOn));
        this.ending = new Ending(this, socket, phase, farewell);
        this.memory = connections.heap().share(ending::holdsTooMuch);
        this.unsent = connections.sockets().share(ending::readsTooLittle);
        this.replyRoom = new ReplyRoom(memory);
        this.history = broker.stats().ofConnection();
        this.traffic = broker.stats().traffic(history);
        Outbound outbound = new Outbound(channel, gate, unsent, traffic);
        this.storage = broker.storage();
        this.burst = new Burst(loop, outbound, gate, storage.disk());
        this.sender = new Sender(outbound, burst);
        this.streaming = new Streaming(gathering, outbound);
        this.pulse = new Pulse(sender, gate, farewell);
        this.heartbeats = Heartbeats.start(loop, pulse, 0);
        this.publisherBlock = new PublisherBlock(connections.alarms(), gate, sender);
        this.incoming = new Incoming(this, handshake, publisherBlock, new Parking(gate, memory));
        this.reader = new FrameReader(this, incoming, memory);
    }

    QueueStorage storage() {
        return storage;
    }

    FrameReader reader() {
        return reader;
    }

    private void readOn() {
        reader.resume();
    }

    void accepted() {
        connections.add(this);
        newcomer.arrived(this, settings.handshakeTimeout().toMillis());
    }

    /** What is read next belongs to a burst, whose end the reader announces. */
    void bytesCame(int bytes) {
        traffic.add(Metric.RECEIVED_BYTES, bytes);
        traffic.add(Metric.RECEIVED_READS, 1);
        pulse.bytesCame();
        burst.begin();
        if (phase.endures(bytes)) return;
        phase.closed();
        farewell.now("the client goes on sending after the close");
    }

    /** As long as its client is not in. */
    Newcomer newcomer() {
        return newcomer;
    }

    Ending ending() {
        return ending;
    }

    ConnectionPhase phase() {
        return phase;
    }

    void endBurst() {
        burst.end();
        streaming.endBurst();
        matches.clear(); // queues and exchanges that are deleted must not stay in memory with an idle publisher
    }

    void writabilityChanged() {
        sender.outbound().writeOn();
        if (!sender.outbound().isWritable()) return;
        sender.backlog().write();
        burst.noteWork();
        sender.outbound().becameWritable();
    }

    void failedBy(Throwable cause) {
        Throwable reason = cause instanceof DecoderException ? cause.getCause() : cause; // how TLS says what is wrong with its records
        if (reason instanceof IOException) farewell.because(SocketFailure.describe(reason));
        else log.error("{} failed", this, cause);
        socket.close();
    }

    void disconnected() {
        farewell.keep();
        farewell.log(this, !pulse.isSilent(), phase.isOpening() || phase.isRunning(), newcomer.log());
        sessionEnd.nobodyListens();
        heartbeats.stop();
        try {
            endSession(() -> connections.remove(this));
        } finally {
            phase.closed();
            sender.outbound().discard();
            newcomer.gone(this);
            memory.end();
            unsent.end();
        }
    }

    void tuned(int agreedChannelMax, int agreedFrameMax, int heartbeatSeconds) {
        incoming.limitChannels(agreedChannelMax);
        frameMax = agreedFrameMax;
        reader.limitFrames(agreedFrameMax);
        sender.limitFrames(agreedFrameMax);
        farewell.agreeOnHeartbeat(heartbeatSeconds);
        heartbeats = Heartbeats.start(loop, pulse, heartbeatSeconds);
    }

    void open(Session begun) {
        session = begun;
        newcomer.isIn(this);
        traffic.addUpIn(session.virtualHost().stats().history());
        phase.running();
        publisherBlock.open(handshake.client());
        send(new ConnectionMethod.OpenOk());
        log.info("{} opened: user '{}', vhost '{}', {}", this, session.user(), session.virtualHost().name(),
                handshake.client().describe());
    }

    Loop loop() {
        return loop;
    }

    VirtualHost virtualHost() {
        return session.virtualHost();
    }

    @Override
    public String userName() {
        return handshake.userName();
    }

    ClientEvents events() {
        return session.events();
    }

    @Override
    public ClientDetails details() {
        return handshake.details();
    }

    @Override
    public ConnectionState activity() {
        if (phase.isGreeting() || phase.isOpening()) return handshake.state();
        if (!phase.isRunning()) return ConnectionState.CLOSING;
        if (publisherBlock.isBlocked()) return ConnectionState.BLOCKED;
        return gate.isOpen() ? ConnectionState.RUNNING : ConnectionState.FLOW;
    }

    @Override
    public int channelCount() {
        return incoming.channelCount();
    }

    @Override
    public long sendPending() {
        return unsent.held();
    }

    @Override
    public Optional<History> stats() {
        return Optional.of(history);
    }

    @Override
    public Optional<Loop> home() {
        return Optional.of(loop);
    }

    @Override
    public List<ChannelInfo> channels() {
        return incoming.channels();
    }

    @Override
    public void cancelConsumer(int channel, String tag, Consumer<Boolean> done) {
        AmqpChannel found = incoming.channel(channel);
        if (found == null || found.isEnded()) done.accept(false);
        else found.consuming().revoke(tag, done);
    }

    @Override
    public boolean limitChannel(int channel, int prefetch, boolean together) {
        AmqpChannel found = incoming.channel(channel);
        if (found == null || found.isEnded()) return false;
        found.consuming().limit(prefetch, together);
        return true;
    }

    ChannelName channelName(int number) {
        return new ChannelName(name(), number, userName(), socket.peerHost(), socket.peerPort());
    }

    @Override
    public Rights rights() {
        return session.rights();
    }

    ClientProperties client() {
        return handshake.client();
    }

    AmqpSettings settings() {
        return settings;
    }

    /** What the client agreed to. */
    int frameMax() {
        return frameMax;
    }

    Sender sender() {
        return sender;
    }

    Burst burst() {
        return burst;
    }

    Streaming streaming() {
        return streaming;
    }

    Incoming incoming() {
        return incoming;
    }

    Session session() {
        return session;
    }

    ReadGate gate() {
        return gate;
    }

    /** The queues of the message being published; one for all channels, as they publish one after the other. */
    Matches<QueueRef> matches() {
        return matches;
    }

    void send(Method method) {
        sender.send(0, method);
    }

    /** For what the client makes the broker hold outside of queues. */
    SharedMemory.Share memory() {
        return memory;
    }

    ReplyRoom replyRoom() {
        return replyRoom;
    }

    /**
     * Channels end and exclusive queues go, before anybody hears that the connection is closed.
     *
     * @param then run when that has been done: at once, or later if there are many queues
     */
    void endSession(Runnable then) {
        boolean isFirst = sessionEnd.begin();
        sessionEnd.then(then);
        if (!isFirst) return;
        publisherBlock.end();
        heartbeats.stopChecking(); // it goes on sending: to end the session may take longer than the client is patient
        incoming.end();
        if (session == null) leave();
        else endStay();
    }

    private void endStay() {
        try {
            incoming.endChannels();
            burst.outbox().flush();
        } finally {
            session.virtualHost().deleteExclusiveQueues(this, loop, this::leave);
        }
    }

    private void leave() {
        heartbeats.stop();
        try {
            if (session != null) session.end(); // or it would count against the limits for ever
        } finally {
            sessionEnd.done();
        }
    }

    @Override
    public String name() {
        return socket.name();
    }

    @Override
    public void close(String reason) {
        loop.execute(() -> ending.force(reason));
    }

    /** What the broker is short of is not the same any more. */
    void alarmsChanged() {
        loop.execute(publisherBlock::alarmsChanged);
    }

    /** Closes the socket without a word. */
    void abort() {
        loop.execute(socket::close);
    }

    @Override
    public String toString() {
        return "connection " + socket.name();
    }
}
