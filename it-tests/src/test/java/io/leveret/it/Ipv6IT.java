package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.leveret.broker.Leveret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Clients whose addresses have colons in them, where there is IPv6. */
class Ipv6IT {

    private static final String LOOPBACK = "::1";

    @Test
    void connectionsAreFoundByTheirNames() throws Exception {
        assumeTrue(isThere(), "no IPv6 here");
        try (Leveret broker = Leveret.builder().inMemory().bind(LOOPBACK).amqpPort(0).managementPort(0).start()) {
            Api api = Api.of(broker);
            ConnectionFactory factory = new ConnectionFactory();
            factory.setHost(LOOPBACK);
            factory.setPort(broker.amqpPort());
            factory.setAutomaticRecoveryEnabled(false);
            Connection connection = factory.newConnection();
            connection.createChannel();
            JsonNode listed = api.get("/connections").json().path(0);
            String name = listed.path("name").asText();
            assertThat(name).matches("\\[::1]:\\d+ -> \\[::1]:" + broker.amqpPort());
            assertThat(listed.path("peer_host").asText()).isEqualTo(LOOPBACK);
            assertThat(listed.path("host").asText()).isEqualTo(LOOPBACK);
            assertThat(api.get("/connections/" + Api.encoded(name)).json().path("name").asText()).isEqualTo(name);
            assertThat(api.get("/connections/" + Api.encoded(name) + "/channels").json()).hasSize(1);
            assertThat(api.get("/channels/" + Api.encoded(name + " (1)")).json().path("number").asInt()).isEqualTo(1);
            assertThat(api.delete("/connections/" + Api.encoded(name)).status()).isEqualTo(204);
            await().atMost(Duration.ofSeconds(30)).until(() -> !connection.isOpen());
        }
    }

    private static boolean isThere() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
