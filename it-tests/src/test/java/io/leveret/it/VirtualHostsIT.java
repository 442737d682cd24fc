package io.leveret.it;

import static io.leveret.it.MethodId.CONNECTION_OPEN;
import static io.leveret.it.MethodId.NONE;
import static io.leveret.it.MethodId.QUEUE_DECLARE;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Virtual hosts: worlds of their own in one broker. */
@ExtendWith(BrokerExtension.class)
class VirtualHostsIT {
    private final Admin admin;
    private final String virtualHost;

    VirtualHostsIT(Admin admin) {
        this.admin = admin;
        this.virtualHost = admin.virtualHost();
    }

    @ParameterizedTest
    @ValueSource(strings = {"amq.direct", "amq.fanout", "amq.topic", "amq.headers", "amq.match"})
    void haveTheStandardExchanges(String exchange) throws Exception {
        admin.connect(virtualHost).createChannel().exchangeDeclarePassive(exchange);
    }

    @Test
    void knowNothingOfEachOther() throws Exception {
        String other = admin.virtualHost();
        admin.connect(virtualHost).createChannel().queueDeclare("q", true, false, false, null);
        Channel elsewhere = admin.connect(other).createChannel();
        Refusal.ofChannel(elsewhere, () -> elsewhere.queueDeclarePassive("q"))
                .is(404, "NOT_FOUND - no queue 'q' in vhost '" + other + "'", QUEUE_DECLARE);
    }

    @Test
    void messagesStayInTheirs() throws Exception {
        String other = admin.virtualHost();
        Channel here = admin.connect(virtualHost).createChannel();
        Channel there = admin.connect(other).createChannel();
        here.queueDeclare("q", true, false, false, null);
        there.queueDeclare("q", true, false, false, null);
        here.basicPublish("", "q", null, new byte[1]);
        assertThat(Drained.next(here, "q").getBody()).hasSize(1);
        assertThat(there.basicGet("q", true)).isNull();
    }

    @Test
    void oneThatIsNotThereIsRefused() throws Exception {
        String user = admin.user();
        admin.refusalOf(user, "it-missing").is(530, "NOT_ALLOWED - vhost it-missing not found", CONNECTION_OPEN);
    }

    @Test
    void deletingOneClosesItsConnectionsOnly() throws Exception {
        Connection elsewhere = admin.connect("/");
        Connection one = admin.connect(virtualHost);
        Connection other = admin.connect(virtualHost);
        Refusal.ofConnection(one, () -> admin.control().deleteVirtualHost(virtualHost))
                .is(320, "CONNECTION_FORCED - vhost '" + virtualHost + "' is deleted", NONE);
        Refusal.ofConnection(other, () -> { })
                .is(320, "CONNECTION_FORCED - vhost '" + virtualHost + "' is deleted", NONE);
        assertThat(elsewhere.isOpen()).isTrue();
    }

    @Test
    void oneThatIsMadeAgainIsEmptyAndForNobody() throws Exception {
        String user = admin.user();
        admin.control().permit(user, virtualHost, ".*", ".*", ".*");
        Connection first = admin.connectAs(user, virtualHost);
        first.createChannel().queueDeclare("q", true, false, false, null);
        Refusal.ofConnection(first, () -> admin.control().deleteVirtualHost(virtualHost));
        admin.control().addVirtualHost(virtualHost);
        admin.refusalOf(user, virtualHost).is(530,
                "NOT_ALLOWED - access to vhost '" + virtualHost + "' refused for user '" + user + "'", CONNECTION_OPEN);
        admin.control().permit(user, virtualHost, ".*", ".*", ".*");
        Channel channel = admin.connectAs(user, virtualHost).createChannel();
        Refusal.ofChannel(channel, () -> channel.queueDeclarePassive("q"))
                .is(404, "NOT_FOUND - no queue 'q' in vhost '" + virtualHost + "'", QUEUE_DECLARE);
    }
}
