package io.leveret.broker.amqp;

import com.sun.management.UnixOperatingSystemMXBean;
import io.leveret.engine.access.Origin;
import io.netty.channel.Channel;
import java.lang.management.ManagementFactory;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

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

    /** Where some of them are. */
    private static final class Place {
        private static final Comparator<Place> FIRST_TO_MAKE_ROOM = Comparator.comparingInt(Place::count).reversed().thenComparingLong(Place::oldest);

        private final Origin origin;

        /** In the order they came. */
        private final Map<Channel, Long> sockets = new LinkedHashMap<>(2);

        private Place(Origin origin) {
            this.origin = origin;
        }

        private int count() {
            return sockets.size();
        }

        private long oldest() {
            return sockets.values().iterator().next();
        }
    }

    private final Map<Channel, Place> places = new HashMap<>();
    private final Map<Origin, Place> byOrigin = new HashMap<>();

    /** So that who connects again and again from thousands of places does not make the broker look at them all each time. */
    private final NavigableSet<Place> inOrder = new TreeSet<>(Place.FIRST_TO_MAKE_ROOM);

    private long came;

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
        if (!places.containsKey(socket)) return;
        remove(socket);
        put(socket, Origin.of(ClientSocket.host(peer.address())));
    }

    /** The client is known, or gone. */
    synchronized void remove(Channel socket) {
        Place place = places.remove(socket);
        if (place == null) return;
        inOrder.remove(place);
        place.sockets.remove(socket);
        if (place.count() == 0) byOrigin.remove(place.origin);
        else inOrder.add(place);
    }

    synchronized int count() {
        return places.size();
    }

    private synchronized void put(Channel socket, Origin origin) {
        Place place = byOrigin.computeIfAbsent(origin, Place::new);
        if (place.count() > 0) inOrder.remove(place);
        place.sockets.put(socket, came++);
        inOrder.add(place);
        places.put(socket, place);
    }

    private void makeRoom() {
        Channel leaving;
        Origin from;
        synchronized (this) {
            if (places.size() <= most) return;
            Place fullest = inOrder.first();
            leaving = fullest.sockets.keySet().iterator().next();
            from = fullest.origin;
            remove(leaving);
        }
        log.warn("connection {} -> {} closed: more than {} clients have not logged in, and most of them are from {} (amqp.unauthenticated-max)",
                ClientSocket.text(leaving.remoteAddress()), ClientSocket.text(leaving.localAddress()), most, from);
        leaving.pipeline().fireUserEventTriggered(HAS_TO_LEAVE);
        leaving.close();
    }
}
