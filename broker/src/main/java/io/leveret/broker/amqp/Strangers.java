package io.leveret.broker.amqp;

import com.sun.management.UnixOperatingSystemMXBean;
import io.leveret.engine.access.Origin;
import io.netty.channel.Channel;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The sockets of clients that have not logged in yet: so many at a time. For one more, somebody has to make room where most of them are
 * from, whoever has been there for longest: who holds sockets open without saying a word keeps out nobody but its own. Of places with as
 * many it is the oldest of all: who has just come, and means to log in, is not the one to go. Callable from any thread.
 */
final class Strangers {

    /** Tells a connection why it is closed. */
    static final Object HAS_TO_LEAVE = "has to leave";

    private final int most;
    private final StrangersLog log;

    /** The oldest first. */
    private final Map<Channel, Origin> origins = new LinkedHashMap<>();

    private final Map<Origin, Integer> counts = new HashMap<>();

    Strangers(int most, StrangersLog log) {
        this.most = most;
        this.log = log;
    }

    /** As many as wanted, but no more than half of the files that the process may have open. */
    static int atMost(int wanted) {
        long files = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount() : Long.MAX_VALUE;
        return (int) Math.max(1, Math.min(wanted, files / 2));
    }

    /** To be told of all that they do. */
    StrangersLog log() {
        return log;
    }

    void add(Channel socket) {
        Origin origin = Origin.of(ClientSocket.host(socket.remoteAddress()));
        put(socket, origin);
        socket.closeFuture().addListener(closed -> remove(socket));
        makeRoom();
    }

    /** It is a proxy's, and its client is somewhere else. */
    synchronized void move(Channel socket, Peer peer) {
        if (!origins.containsKey(socket)) return;
        remove(socket);
        put(socket, Origin.of(ClientSocket.host(peer.address())));
    }

    /** The client is known, or gone. */
    synchronized void remove(Channel socket) {
        Origin origin = origins.remove(socket);
        if (origin != null) counts.computeIfPresent(origin, (from, many) -> many == 1 ? null : many - 1);
    }

    synchronized int count() {
        return origins.size();
    }

    private synchronized void put(Channel socket, Origin origin) {
        origins.put(socket, origin);
        counts.merge(origin, 1, Integer::sum);
    }

    private void makeRoom() {
        Channel leaving;
        Origin from;
        synchronized (this) {
            if (origins.size() <= most) return;
            leaving = oldestOfTheMost();
            from = origins.get(leaving);
            remove(leaving);
        }
        log.warn("connection {} -> {} closed: more than {} clients have not logged in, and most of them are from {}",
                ClientSocket.text(leaving.remoteAddress()), ClientSocket.text(leaving.localAddress()), most, from);
        leaving.pipeline().fireUserEventTriggered(HAS_TO_LEAVE);
        leaving.close();
    }

    private Channel oldestOfTheMost() {
        int highest = Collections.max(counts.values());
        for (Map.Entry<Channel, Origin> each : origins.entrySet()) {
            if (counts.get(each.getValue()) == highest) return each.getKey();
        }
        throw new IllegalStateException("there are none");
    }
}
