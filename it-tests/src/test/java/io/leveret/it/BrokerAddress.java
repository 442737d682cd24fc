package io.leveret.it;

import com.rabbitmq.client.ConnectionFactory;
import java.net.URI;

/** Where the broker under test listens, and as whom tests log in. */
public record BrokerAddress(String host, int port, String user, String password) {

    static BrokerAddress of(URI uri) {
        String[] login = uri.getUserInfo() == null ? new String[] {"guest", "guest"} : uri.getUserInfo().split(":", 2);
        return new BrokerAddress(uri.getHost(), uri.getPort() < 0 ? 5672 : uri.getPort(), login[0], login[1]);
    }

    /** Prepares a factory as tests want it: no recovery behind their back, and no waiting for answers that never come. */
    void applyTo(ConnectionFactory factory) {
        factory.setHost(host);
        factory.setPort(port);
        factory.setUsername(user);
        factory.setPassword(password);
        factory.setAutomaticRecoveryEnabled(false);
        factory.setTopologyRecoveryEnabled(false);
        factory.setConnectionTimeout(5_000);
        factory.setHandshakeTimeout(10_000);
        factory.setChannelRpcTimeout(10_000);
        factory.setShutdownTimeout(2_000);
    }
}
