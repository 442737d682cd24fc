package io.leveret.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.value.FieldTable;
import io.leveret.engine.access.HashAlgorithm;
import io.leveret.engine.access.PasswordHash;
import io.leveret.engine.access.Permissions;
import io.leveret.engine.access.Rights;
import io.leveret.engine.access.User;
import io.leveret.engine.queue.QueueStorage;
import io.leveret.engine.store.TransientStore;
import io.leveret.engine.view.ClientConnection;
import io.leveret.engine.view.ClientDetails;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class NodeLimitsTest {

    private final User alice = new User("alice", PasswordHash.of("secret"), Set.of());

    @Test
    void anAddressHasSoManyConnections() {
        Broker broker = broker(new NodeLimits(-1, 2, -1));
        Session first = open(broker, "192.0.2.7");
        open(broker, "192.0.2.7");
        assertRefused("connection refused for address '192.0.2.7': address connection limit (2) is reached", () -> open(broker, "192.0.2.7"));
        open(broker, "192.0.2.8");
        first.end();
        open(broker, "192.0.2.7");
    }

    @Test
    void addressesOfOneIpv6NetworkCountTogether() {
        Broker broker = broker(new NodeLimits(-1, 1, -1));
        open(broker, "2001:db8::1");
        assertRefused("connection refused for address '2001:db8:0:0::/64': address connection limit (1) is reached",
            () -> open(broker, "2001:db8::2"));
        open(broker, "2001:db8:0:1::1");
    }

    @Test
    void allTogetherHaveSoManyChannels() {
        Broker broker = broker(new NodeLimits(-1, -1, 3));
        Session one = open(broker, "192.0.2.7");
        Session other = open(broker, "192.0.2.8");
        one.openChannel();
        one.openChannel();
        other.openChannel();
        String text = "number of channels opened on node 'rabbit@here' has reached the maximum allowed limit of 3";
        assertRefused(text, one::openChannel);
        assertRefused(text, other::openChannel);
        other.closeChannel();
        one.openChannel();
        one.end();
        for (int i = 0; i < 3; i++) other.openChannel();
        assertRefused(text, other::openChannel);
    }

    private Session open(Broker broker, String address) {
        return broker.open(new Client(address), alice, "/");
    }

    private Broker broker(NodeLimits limits) {
        TransientStore store = new TransientStore();
        Broker broker = new Broker(new Broker.Admission(Set.of(), HashAlgorithm.SHA256, limits), store, QueueStorage.boundless(store));
        broker.putUser(alice);
        broker.permit("alice", "/", Permissions.all());
        return broker;
    }

    private static void assertRefused(String text, ThrowingCallable attempt) {
        assertThatThrownBy(attempt).isInstanceOfSatisfying(AmqpException.class,
            error -> assertThat(error.replyText()).isEqualTo("NOT_ALLOWED - " + text));
    }

    private record Client(String address) implements ClientConnection {
        @Override
        public String name() {
            return address;
        }

        @Override
        public String userName() {
            return "alice";
        }

        @Override
        public ClientDetails details() {
            return new ClientDetails("rabbit@here", "", 0, address, 1, "PLAIN", FieldTable.EMPTY, 0, 0, 0, 0, Optional.empty());
        }

        @Override
        public Rights rights() {
            return Rights.ALL;
        }

        @Override
        public void close(String reason) {
        }
    }
}
