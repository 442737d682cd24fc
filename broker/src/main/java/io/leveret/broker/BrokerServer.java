package io.leveret.broker;

import io.leveret.broker.amqp.Alarms;
import io.leveret.broker.amqp.AmqpListener;
import io.leveret.broker.amqp.EventLoops;
import io.leveret.engine.Broker;
import io.leveret.engine.store.TransientStore;
import io.leveret.persistence.DataDirectory;
import io.leveret.persistence.DataDirectoryException;
import io.leveret.persistence.DiskSpace;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The broker as one thing: starts its parts in order and stops them in reverse. */
final class BrokerServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(BrokerServer.class);

    private final BrokerConfig config;
    private final boolean isInMemory;
    private final Consumer<Administration> beforehand;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final Alarms alarms = new Alarms();
    private volatile DiskSpace diskSpace;
    private volatile Administration administration;
    private volatile InetSocketAddress amqpAddress;

    /** @param beforehand done before anybody can connect */
    private BrokerServer(BrokerConfig config, boolean isInMemory, Consumer<Administration> beforehand) {
        this.config = config;
        this.isInMemory = isInMemory;
        this.beforehand = beforehand;
    }

    static BrokerServer onDisk(BrokerConfig config, Consumer<Administration> beforehand) {
        return new BrokerServer(config, false, beforehand);
    }

    /** One that leaves no trace. */
    static BrokerServer inMemory(BrokerConfig config, Consumer<Administration> beforehand) {
        return new BrokerServer(config, true, beforehand);
    }

    /** Returns when connections are accepted, or throws {@link StartupException} with nothing left running. */
    synchronized void start() {
        try {
            if (!isInMemory) {
                begun(DataDirectory.open(config.dataDir(), Clock.systemUTC()));
                diskSpace = begun(DiskSpace.watch(config.dataDir(), config.storage().diskFreeLimit(), new DiskAlarm(alarms)));
            }
            TransientStore store = new TransientStore();
            Broker broker = new Broker(config.access().admission(), store, store);
            administration = new Administration(broker, config.access());
            beforehand.accept(administration);
            EventLoops loops = begun(EventLoops.start(Runtime.getRuntime().availableProcessors()));
            AmqpListener listener = begun(new AmqpListener(broker, config.amqp(), loops, alarms));
            amqpAddress = listen(config.amqpPort(), listener::bind);
            announce();
        } catch (DataDirectoryException e) {
            close();
            throw new StartupException(e.getMessage(), e);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** The real one, also when port 0 was asked for. */
    InetSocketAddress amqpAddress() {
        return amqpAddress;
    }

    /** Does nothing for a broker that keeps nothing on disk. */
    void setDiskFreeLimit(long bytes) {
        DiskSpace space = diskSpace;
        if (space != null) space.limit(bytes);
    }

    Administration administration() {
        return administration;
    }

    /** Safe to call at any time, from any thread, and again; waits for a start that is under way. */
    @Override
    public synchronized void close() {
        while (!running.isEmpty()) {
            AutoCloseable part = running.pop();
            try {
                part.close();
            } catch (Exception e) {
                log.error("cannot close {}", part, e); // the others still want to be closed
            }
        }
    }

    private void announce() {
        log.info("Leveret {} on JDK {}, {}", Version.current(), Runtime.version().feature(),
                isInMemory ? "in memory" : "data directory " + config.dataDir().toAbsolutePath().normalize());
        log.info("listening for AMQP on {}", NetUtil.toSocketAddressString(amqpAddress));
        if (!isInMemory) {
            log.warn("messages and declarations are kept in memory only in this version: a restart begins empty");
        }
    }

    private <P extends AutoCloseable> P begun(P part) {
        running.push(part);
        return part;
    }

    private interface Listener {
        InetSocketAddress bind(InetSocketAddress address) throws IOException;
    }

    private InetSocketAddress listen(int port, Listener listener) {
        InetSocketAddress address = new InetSocketAddress(config.bind(), port);
        if (address.isUnresolved()) throw new StartupException("cannot listen on " + config.bind() + ": unknown host", null);
        try {
            return listener.bind(address);
        } catch (IOException e) {
            throw new StartupException(e.getMessage(), e);
        }
    }
}
