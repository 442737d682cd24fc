package io.leveret.broker;

import io.leveret.api.log.LogFeed;
import io.leveret.broker.amqp.Alarms;
import io.leveret.broker.amqp.AmqpListener;
import io.leveret.broker.amqp.Entrance;
import io.leveret.broker.amqp.EventLoops;
import io.leveret.broker.amqp.TrustedSources;
import io.leveret.broker.node.NodeFigures;
import io.leveret.broker.tls.CertificateWatch;
import io.leveret.broker.tls.ServerTls;
import io.leveret.engine.Broker;
import io.leveret.engine.queue.MessageMemory;
import io.leveret.engine.queue.QueueStorage;
import io.leveret.engine.store.CatalogContents;
import io.leveret.persistence.DataDirectory;
import io.leveret.persistence.DataDirectoryException;
import io.leveret.persistence.DiskSpace;
import io.leveret.persistence.catalog.Catalog;
import io.leveret.persistence.catalog.CatalogException;
import io.leveret.persistence.catalog.CatalogSettings;
import io.leveret.persistence.journal.JournalCorruptedException;
import io.leveret.persistence.journal.JournalSettings;
import io.leveret.persistence.journal.SyncPolicy;
import io.leveret.persistence.message.JournalMissingException;
import io.leveret.persistence.message.JournalStore;
import io.leveret.persistence.message.StoreSettings;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The broker as one thing: starts its parts in order and stops them in reverse. */
final class BrokerServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(BrokerServer.class);

    /** For tests that want to see many segments in little time, with bodies of less than a quarter of one; not for users. */
    private static final String SEGMENT_SIZE = "leveret.segment-size";

    private static final String CATALOG = "catalog";
    private static final long SETTLING_MILLIS = 500;
    private static final long MIB = 1 << 20;

    private final ChosenSettings settings;
    private final BrokerConfig config;
    private final boolean isInMemory;
    private final Consumer<Administration> beforehand;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final Alarms alarms = new Alarms();
    private final AtomicBoolean storageFailed = new AtomicBoolean();
    private volatile Runnable whenStorageFails = this::close;
    private volatile LogFeed keptLog = LogFeed.NONE;
    private DataDirectory directory; // null for one in memory
    private volatile DiskSpace diskSpace;
    private volatile JournalStore messages;
    private final NamesOfQueues queueNames = new NamesOfQueues();
    private volatile Administration administration;
    private volatile InetSocketAddress amqpAddress;
    private volatile InetSocketAddress tlsAddress;
    private volatile ManagementFront management;
    private EventLoops loops;

    /** @param beforehand done before anybody can connect */
    private BrokerServer(ChosenSettings settings, boolean isInMemory, Consumer<Administration> beforehand) {
        this.settings = settings;
        this.config = BrokerConfig.of(settings);
        this.isInMemory = isInMemory;
        this.beforehand = beforehand;
    }

    static BrokerServer onDisk(ChosenSettings settings, Consumer<Administration> beforehand) {
        return new BrokerServer(settings, false, beforehand);
    }

    /** One that leaves no trace. */
    static BrokerServer inMemory(ChosenSettings settings, Consumer<Administration> beforehand) {
        return new BrokerServer(settings, true, beforehand);
    }

    /** Says what to do, instead of closing, when nothing can be stored any more; to be called before the start. */
    void whenStorageFails(Runnable task) {
        whenStorageFails = task;
    }

    /** Says where the last lines of the log are; to be called before the start. */
    void logsTo(LogFeed kept) {
        keptLog = kept;
    }

    /** Returns when connections are accepted, or throws {@link StartupException} with nothing left running. */
    synchronized void start() {
        try {
            if (!isInMemory) directory = begun(DataDirectory.open(config.dataDir(), Clock.systemUTC(), isToBeSalvaged()));
            ReservedPort amqpPort = begun(ReservedPort.take(config.bind(), config.amqpPort(), "", Settings.AMQP_PORT));
            SecureDoors doors = SecureDoors.of(config, running::push);
            Optional<ReservedPort> managementPort = managementPort();
            announceStart();
            Stores stores = isInMemory ? Stores.inMemory() : openStores();
            loops = begun(EventLoops.start(config.loops()));
            MessageMemory memory = new MessageMemory(config.memory().messages());
            memory.tell(new HeapAlarm(memory, alarms));
            QueueStorage storage = new QueueStorage(stores.messages(), memory);
            Broker broker = Broker.restored(config.access().admission(), stores.catalog(), storage, stores.contents(), loops.all());
            queueNames.restored(broker);
            administration = new Administration(broker, config.access().defaultUser());
            NodeFigures figures = begun(figures(broker, memory));
            ThisNode node = new ThisNode(config.amqp().identity(), figures, settings.shown(),
                    isInMemory ? "" : config.dataDir().toAbsolutePath().normalize().toString(), alarms, loops.all()).logging(keptLog);
            Optional<Definitions> definitions = config.definitions().map(Definitions::read);
            if (!stores.contents().isEmpty()) tellIgnoredPassword(broker);
            else if (definitions.filter(Definitions::bringUsers).isPresent()) broker.createVirtualHost(Broker.DEFAULT_VIRTUAL_HOST);
            else administration.begin(config.access().defaultPassword());
            definitions.ifPresent(file -> file.takeIn(broker, node));
            administration.stored();
            begun(Sampling.of(broker.sampler(), figures));
            beforehand.accept(administration);
            watch(doors.all());
            running.push(() -> settle(broker));
            AmqpListener listener = begun(new AmqpListener(broker, config.amqp(), loops, alarms));
            amqpAddress = listen(listener, amqpPort, new Entrance(config.proxies().map(TrustedSources::of), Optional.empty()));
            node.listening("amqp", amqpAddress);
            doors.amqp().ifPresent(door -> {
                tlsAddress = listen(listener, door.port(), new Entrance(config.proxies().map(TrustedSources::of), Optional.of(door.tls())));
                node.listening("amqp/ssl", tlsAddress, Optional.of(door.tls()));
            });
            managementPort.ifPresent(port ->
                    management = begun(ManagementFront.start(broker, node, config.management(), port, doors)));
            announce(doors);
            tellWithoutUsers(broker);
        } catch (IOException e) {
            close();
            throw new StartupException(explanation(e), e);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** The real one, also when port 0 was asked for. */
    InetSocketAddress amqpAddress() {
        return amqpAddress;
    }

    /** Of AMQP over TLS, if there is any. */
    Optional<InetSocketAddress> tlsAddress() {
        return Optional.ofNullable(tlsAddress);
    }

    /** Of the management API, if there is one; it may take a moment until it answers. */
    Optional<InetSocketAddress> managementAddress() {
        return Optional.ofNullable(management).map(ManagementFront::address);
    }

    /** Of the management API over TLS, if there is one. */
    Optional<InetSocketAddress> secureManagementAddress() {
        return Optional.ofNullable(management).flatMap(ManagementFront::secureAddress);
    }

    /** Of the metrics, if they have a port of their own. */
    Optional<InetSocketAddress> metricsAddress() {
        return Optional.ofNullable(management).flatMap(ManagementFront::metricsAddress);
    }

    /** Returns when the management API answers, if there is one. */
    void awaitManagement() {
        if (management != null) management.awaitStarted();
    }

    /** Does nothing for a broker that keeps nothing on disk. */
    void setDiskFreeLimit(long bytes) {
        DiskSpace space = diskSpace;
        if (space != null) space.limit(bytes);
    }

    /** Does nothing for a broker that keeps nothing on disk. */
    void setSync(SyncPolicy policy) {
        JournalStore store = messages;
        if (store == null) return;
        store.sync(policy);
        tell(policy);
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

    /** What clients began goes to its end, as far as that takes no time: then nothing is left for the next start to find out. */
    private void settle(Broker broker) throws InterruptedException {
        CountDownLatch stored = new CountDownLatch(1);
        broker.whenStored(stored::countDown);
        if (!stored.await(SETTLING_MILLIS, TimeUnit.MILLISECONDS)) log.warn("stopping though declarations are still to be stored");
        loops.settle();
    }

    /** Before what is stored is read, which may take a while. */
    private void announceStart() {
        log.info("Leveret {} on JDK {} is starting, {}", Version.current(), Runtime.version().feature(),
                isInMemory ? "in memory" : "data directory " + config.dataDir().toAbsolutePath().normalize());
    }

    private void announce(SecureDoors doors) {
        log.info("listening for AMQP on {}", NetUtil.toSocketAddressString(amqpAddress));
        doors.amqp().ifPresent(door -> log.info("listening for AMQP over TLS on {}, as {}", NetUtil.toSocketAddressString(tlsAddress),
                door.tls().describe()));
        if (!isInMemory) {
            tell(config.storage().sync());
        }
        config.doubt().ifPresent(log::warn);
    }

    /** Who changes the password in the configuration after the first start may expect too much of it. */
    private void tellIgnoredPassword(Broker broker) {
        BrokerConfig.Access access = config.access();
        if (access.defaultPassword().equals(Settings.DEFAULT_PASSWORD.defaultText())) return;
        if (!broker.users().hasOtherPassword(access.defaultUser(), access.defaultPassword())) return;
        log.warn("{} counts at the first start only: user '{}' has another password, and keeps it",
                Settings.DEFAULT_PASSWORD.key(), access.defaultUser());
    }

    /** As after a salvage whose catalog has lost them. */
    private static void tellWithoutUsers(Broker broker) {
        if (broker.users().all().isEmpty()) log.error("there is no user, so nobody can log in; a start with --definitions FILE brings some");
    }

    private static void tell(SyncPolicy sync) {
        switch (sync.kind()) {
            case GROUP -> log.info("messages are confirmed when the disk has them ({} = {})", Settings.SYNC.key(), sync);
            case INTERVAL -> log.warn("messages are confirmed before the disk has them ({} = {}): a power failure costs up to {} ms",
                    Settings.SYNC.key(), sync, sync.pause().toMillis());
            case OS -> log.warn("messages are confirmed before the disk has them ({} = {}): a power failure costs some",
                    Settings.SYNC.key(), sync);
        }
    }

    /** The directory is locked first, so that nobody else has the files open. */
    private Stores openStores() throws IOException {
        diskSpace = begun(DiskSpace.watch(config.dataDir(), config.storage().diskFreeLimit(), new DiskAlarm(config.dataDir(), alarms)));
        long started = System.nanoTime();
        CatalogSettings settings = isToBeSalvaged() ? CatalogSettings.DEFAULT.withSalvage() : CatalogSettings.DEFAULT;
        Catalog.Opened opened = Catalog.open(config.dataDir().resolve(CATALOG), directory, settings, troublesWith("declarations"));
        begun(opened.catalog());
        if (!opened.contents().isEmpty()) log.info("read {} entries of the catalog in {} ms", opened.contents().changes().size(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
        if (!isToBeSalvaged()) JournalStore.requireJournal(config.dataDir(), !opened.contents().isEmpty());
        queueNames.declared(opened.contents());
        messages = openMessages();
        running.push(() -> close(messages));
        return new Stores(opened.catalog(), messages, fitting(opened.contents(), messages));
    }

    /** Messages without a single declaration mean that the catalog has been lost: they would be taken for deleted queues'. */
    private CatalogContents fitting(CatalogContents contents, JournalStore messages) {
        long unclaimed = messages.unclaimedMessages();
        if (contents.isEmpty() && unclaimed > 0 && !isToBeSalvaged()) {
            throw new StartupException("the catalog in " + config.dataDir().resolve(CATALOG) + " is missing or empty, but "
                    + unclaimed + " messages are stored: bring it back, or with " + Settings.ON_CORRUPTION.key()
                    + " = salvage Leveret starts without it and keeps them", null);
        }
        return new CatalogContents(contents.changes(), Math.max(contents.highestQueueId(), messages.highestQueueId()));
    }

    /** A loop that does not end may be writing. */
    private void close(JournalStore messages) {
        if (loops == null || loops.haveEnded()) messages.close();
        else messages.closeUnfinished();
    }

    private JournalStore openMessages() throws IOException {
        BrokerConfig.Storage storage = config.storage();
        int segmentSize = Integer.getInteger(SEGMENT_SIZE, JournalSettings.DEFAULT.segmentSize());
        StoreSettings settings = new StoreSettings(config.dataDir(), directory,
                JournalSettings.DEFAULT.withSync(storage.sync()).withSegments(segmentSize), isToBeSalvaged(), queueNames);
        SmallDisk.complaint(Files.getFileStore(config.dataDir()).getTotalSpace(), segmentSize)
                .ifPresent(complaint -> log.warn("the disk of {} {}", config.dataDir(), complaint));
        JournalStore opened = JournalStore.open(settings, troublesWith("messages"));
        opened.watchDisk(diskSpace::isLow);
        return opened;
    }

    private NodeFigures figures(Broker broker, MessageMemory memory) {
        return new NodeFigures(broker, config.access().admission().limits().maxConnections(), memory, alarms,
                new NodeFigures.HeapLimit(config.memory().highWatermark(), Settings.HIGH_WATERMARK.key()),
                diskSpace == null ? NodeFigures.Disk.NONE : new WatchedDisk(diskSpace));
    }

    private boolean isToBeSalvaged() {
        return config.storage().onCorruption() == OnCorruption.SALVAGE;
    }

    private StorageTroubles troublesWith(String what) {
        return new StorageTroubles(what, alarms, this::room, () -> whenStorageFails.run(), storageFailed);
    }

    private String room() {
        DiskSpace space = diskSpace;
        OptionalLong free = space == null ? OptionalLong.empty() : space.free();
        return config.dataDir() + (free.isPresent() ? " (" + free.getAsLong() / MIB + " MiB free)" : "");
    }

    private String explanation(IOException e) {
        if (e instanceof DataDirectoryException damage && damage.isDamage()) {
            return e.getMessage() + ": bring it back; with " + Settings.ON_CORRUPTION.key()
                    + " = salvage Leveret starts without it, as a node with a new identity";
        }
        if (e instanceof DataDirectoryException) return e.getMessage();
        if (e instanceof JournalMissingException) {
            return e.getMessage() + ": bring it back; with " + Settings.ON_CORRUPTION.key() + " = salvage Leveret starts without it";
        }
        if (e instanceof JournalCorruptedException || e instanceof CatalogException damage && damage.isDamage()) {
            return e.getMessage() + "; with " + Settings.ON_CORRUPTION.key() + " = salvage Leveret starts with what is left";
        }
        return "data directory " + config.dataDir() + " cannot be used: " + e.getMessage();
    }

    private <P extends AutoCloseable> P begun(P part) {
        running.push(part);
        return part;
    }

    private void watch(List<ServerTls> listeners) {
        if (!listeners.isEmpty()) begun(CertificateWatch.start(listeners, config.renewal().interval(), config.renewal().warnBefore()));
    }

    private Optional<ReservedPort> managementPort() {
        BrokerConfig.Management wanted = config.management();
        if (!wanted.isEnabled()) return Optional.empty();
        return Optional.of(begun(ReservedPort.take(wanted.host(), wanted.port(), " for the management API", Settings.MANAGEMENT_PORT)));
    }

    /** Its port was to be had; somebody may have taken it meanwhile. */
    private InetSocketAddress listen(AmqpListener listener, ReservedPort reserved, Entrance entrance) {
        try (reserved) {
            return listener.bind(reserved.address(), entrance);
        } catch (IOException e) {
            throw new StartupException(e.getMessage(), e);
        }
    }
}
