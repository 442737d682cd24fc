package io.leveret.broker.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StrangersTest {

    private final Strangers strangers = new Strangers(3, new StrangersLog(new ManualLoop()));

    @Test
    void theOldestMakesRoom() {
        Channel first = come("192.0.2.7");
        Channel second = come("192.0.2.7");
        come("192.0.2.7");
        assertThat(first.isOpen()).isTrue();
        come("192.0.2.7");
        assertThat(first.isOpen()).isFalse();
        assertThat(second.isOpen()).isTrue();
        assertThat(strangers.count()).isEqualTo(3);
    }

    @Test
    void theOldestOfThoseWithTheMostMakesRoom() {
        Channel alone = come("192.0.2.1");
        Channel first = come("192.0.2.7");
        Channel second = come("192.0.2.7");
        Channel last = come("192.0.2.2");
        assertThat(first.isOpen()).isFalse();
        assertThat(alone.isOpen() && second.isOpen() && last.isOpen()).isTrue();
    }

    @Test
    void theOldestOfAllMakesRoomWhenEachIsFromElsewhere() {
        for (int i = 1; i <= 3; i++) come("198.51.100." + i);
        for (int i = 1; i <= 50; i++) {
            Channel honest = come("192.0.2." + i);
            assertThat(honest.isOpen()).isTrue();
            assertThat(strangers.count()).isEqualTo(3);
        }
    }

    @Test
    void whoLeavesChangesWhoMakesRoomNext() {
        Channel left = come("192.0.2.7");
        Channel alone = come("192.0.2.1");
        Channel other = come("192.0.2.7");
        left.close();
        come("192.0.2.2");
        come("192.0.2.3");
        assertThat(alone.isOpen()).isFalse();
        assertThat(other.isOpen()).isTrue();
    }

    @Test
    void addressesOfOneIpv6NetworkAreOne() {
        Channel alone = come("2001:db8::1");
        Channel first = come("2001:db8:0:1::1");
        come("2001:db8:0:1::2");
        come("2001:db8:0:2::1");
        assertThat(alone.isOpen()).isTrue();
        assertThat(first.isOpen()).isFalse();
    }

    @Test
    void whoIsKnownOrGoneTakesNoRoom() {
        Channel known = come("192.0.2.7");
        Channel gone = come("192.0.2.7");
        strangers.remove(known);
        strangers.remove(known);
        gone.close();
        for (int i = 0; i < 3; i++) come("192.0.2.7");
        assertThat(known.isOpen()).isTrue();
        assertThat(strangers.count()).isEqualTo(3);
    }

    @Test
    void whoComesThroughAProxyIsWhereItSays() {
        Channel alone = through("192.0.2.1");
        Channel first = through("192.0.2.7");
        through("192.0.2.7");
        Channel waiting = come("10.0.0.1");
        assertThat(first.isOpen()).isFalse();
        assertThat(alone.isOpen() && waiting.isOpen()).isTrue();
    }

    @Test
    void theFilesOfTheProcessAreALimitToo() {
        assertThat(Strangers.atMost(1)).isEqualTo(1);
        assertThat(Strangers.atMost(Integer.MAX_VALUE)).isBetween(1, Integer.MAX_VALUE);
    }

    private Channel through(String client) {
        Channel socket = come("10.0.0.1");
        strangers.move(socket, new Peer(new InetSocketAddress(client, 1), socket.localAddress(), false, Optional.empty()));
        return socket;
    }

    private Channel come(String address) {
        Channel socket = new EmbeddedChannel() {
            @Override
            protected SocketAddress remoteAddress0() {
                return new InetSocketAddress(address, 1);
            }
        };
        strangers.add(socket);
        return socket;
    }
}
