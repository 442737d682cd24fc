package io.leveret.it;

import static io.leveret.it.MethodId.CONNECTION_START_OK;
import static io.leveret.it.MethodId.NONE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.ConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(BrokerExtension.class)
class AuthenticationIT {
    private static final WireBytes ASKS_FOR_THE_REASON = WireBytes.of().shortString("capabilities").octet('F')
            .table(WireBytes.of().shortString("authentication_failure_close").octet('t').octet(1));

    @Test
    void letsInWithAmqplain(BrokerAddress address, WireClient wire) throws Exception {
        wire.start();
        wire.startOk("AMQPLAIN", amqplain(address.user(), address.password()));
        wire.read().arguments(10, 30);
    }

    @Test
    void readsTheEntriesOfAmqplainInAnyOrder(BrokerAddress address, WireClient wire) throws Exception {
        wire.start();
        wire.startOk("AMQPLAIN", WireBytes.of()
                .shortString("PASSWORD").octet('S').longString(address.password())
                .shortString("LOGIN").octet('S').longString(address.user()).toByteArray());
        wire.read().arguments(10, 30);
    }

    @ParameterizedTest
    @CsvSource({"guest,wrong", "guest,''", "it-stranger,guest", "it-stranger,''", "'',''"})
    void tellsAClientThatAsksWhyItIsNotLetIn(String user, String password, ConnectionFactory factory) {
        factory.setUsername(user);
        factory.setPassword(password);
        assertThatThrownBy(factory::newConnection)
                .isInstanceOf(AuthenticationFailureException.class)
                .hasMessage("ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN."
                        + " For details see the broker logfile.");
    }

    @Test
    void namesTheMechanismThatRefused(WireClient wire) throws Exception {
        wire.start();
        wire.startOk(ASKS_FOR_THE_REASON, "AMQPLAIN", amqplain("guest", "wrong"));
        wire.readRefusal().is(403, "ACCESS_REFUSED - Login was refused using authentication mechanism AMQPLAIN."
                + " For details see the broker logfile.", NONE);
    }

    @Test
    void hangsUpOnAClientThatDoesNotAskWhy(WireClient wire) throws Exception {
        wire.start();
        wire.startOk("PLAIN", WireClient.plain("guest", "wrong"));
        wire.expectEnd();
    }

    @Test
    void letsNobodyInAfterARefusal(BrokerAddress address, WireClient wire) throws Exception {
        wire.start();
        wire.startOk(ASKS_FOR_THE_REASON, "PLAIN", WireClient.plain("guest", "wrong"));
        wire.readRefusal();
        wire.startOk("PLAIN", WireClient.plain(address.user(), address.password()));
        wire.send(WireFrame.connectionCloseOk());
        wire.expectEnd();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "guest", "|guest", "someone|guest|guest", "|guest|guest|more"})
    @DiffersFromRabbitMq("hangs up without a word after three seconds")
    void refusesAMalformedPlainResponse(String response, WireClient wire) throws Exception {
        wire.start();
        wire.startOk(ASKS_FOR_THE_REASON, "PLAIN", response.replace('|', '\0').getBytes(UTF_8));
        Refusal refusal = wire.readRefusal();
        assertThat(refusal.code()).isEqualTo(502);
        assertThat(refusal.text()).startsWith("SYNTAX_ERROR - response ").endsWith(" invalid");
    }

    @Test
    @DiffersFromRabbitMq("hangs up without a word after three seconds")
    void refusesAnAmqplainResponseWithoutPassword(WireClient wire) throws Exception {
        wire.start();
        wire.startOk(ASKS_FOR_THE_REASON, "AMQPLAIN",
                WireBytes.of().shortString("LOGIN").octet('S').longString("guest").toByteArray());
        assertThat(wire.readRefusal().code()).isEqualTo(502);
    }

    @Test
    void hangsUpOnAmqplainRubbish(WireClient wire) throws Exception {
        wire.start();
        wire.startOk(ASKS_FOR_THE_REASON, "AMQPLAIN", WireBytes.of().shortString("LOGIN").octet('?').toByteArray());
        wire.expectRefusalOrEnd();
    }

    @Test
    @DiffersFromRabbitMq("hangs up without a word after three seconds")
    void refusesAnUnknownMechanism(WireClient wire) throws Exception {
        wire.start();
        wire.startOk("KERBEROS_V4", new byte[0]);
        wire.readRefusal().is(503, "COMMAND_INVALID - unknown authentication mechanism 'KERBEROS_V4'", CONNECTION_START_OK);
    }

    private static byte[] amqplain(String user, String password) {
        return WireBytes.of()
                .shortString("LOGIN").octet('S').longString(user)
                .shortString("PASSWORD").octet('S').longString(password).toByteArray();
    }
}
