package io.leveret.it;

import static io.leveret.it.MethodId.QUEUE_DECLARE;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BrokerExtension.class)
class BrokerExtensionIT {
    @Test
    void lendsConnectedClients(ConnectionFactory factory, Connection connection, Channel channel, WireClient wire)
            throws Exception {
        assertThat(channel.getConnection()).isSameAs(connection);
        assertThat(factory.newConnection("second").isOpen()).isTrue();
        wire.open().openChannel(1);
    }

    @Test
    void showsHowTheBrokerRefuses(Channel channel) {
        Refusal.ofChannel(channel, () -> channel.queueDeclarePassive("it.missing"))
                .is(404, "NOT_FOUND - no queue 'it.missing' in vhost '/'", QUEUE_DECLARE);
    }
}
