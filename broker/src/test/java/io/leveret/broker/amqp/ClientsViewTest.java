package io.leveret.broker.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.method.BasicMethod;
import io.leveret.codec.method.ChannelMethod;
import io.leveret.codec.method.ConfirmMethod;
import io.leveret.codec.method.ConnectionMethod;
import io.leveret.codec.method.Method;
import io.leveret.codec.method.QueueMethod;
import io.leveret.codec.method.TxMethod;
import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.FieldTable;
import io.leveret.engine.Broker;
import io.leveret.engine.management.EngineCommands;
import io.leveret.engine.management.EngineView;
import io.leveret.engine.stats.Metric;
import io.leveret.engine.view.BrokerView;
import io.leveret.engine.view.ChannelInfo;
import io.leveret.engine.view.ChannelPassage;
import io.leveret.engine.view.ConnectionInfo;
import io.leveret.engine.view.ConnectionState;
import io.leveret.engine.view.ConsumerInfo;
import io.leveret.engine.view.ExchangeInfo;
import io.leveret.engine.view.LoginAttempts;
import io.leveret.engine.view.Passage;
import io.leveret.engine.view.QueueInfo;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How clients are seen from outside, and sent away. */
class ClientsViewTest {

    private static final BasicProperties NONE = BasicProperties.EMPTY;

    private final Broker broker = TestClient.broker();
    private final BrokerView view = new EngineView(broker);
    private final TestClient client = new TestClient(broker).open().openChannel(1);
    private final EngineCommands commands = new EngineCommands(broker, List.of(client.loop()));

    @AfterEach
    void hangUp() {
        client.close();
    }

    private <T> T now(CompletionStage<T> stage) {
        client.loop().runAll();
        return stage.toCompletableFuture().getNow(null);
    }

    private ConnectionInfo connection() {
        return view.connections().get(0);
    }

    private ChannelInfo channel() {
        return now(view.channels(view.connections())).get(0);
    }

    private QueueInfo queue(String name) {
        return view.queue("/", name).orElseThrow();
    }

    private void declare(String name) {
        client.send(1, new QueueMethod.Declare(name, false, false, false, false, false, FieldTable.EMPTY));
    }

    private void consume(String queue, String tag, boolean noAck) {
        client.send(1, new BasicMethod.Consume(queue, tag, false, noAck, false, false, FieldTable.EMPTY));
    }

    @Test
    void showsConnectionsWithWhatWasAgreedOn() {
        ConnectionInfo info = connection();
        assertThat(info.user()).isEqualTo("guest");
        assertThat(info.virtualHost()).isEqualTo("/");
        assertThat(info.channels()).isEqualTo(1);
        assertThat(info.state()).isEqualTo(ConnectionState.RUNNING);
        assertThat(info.details().mechanism()).isEqualTo("PLAIN");
        assertThat(info.details().frameMax()).isEqualTo(131_072);
        assertThat(info.details().heartbeat()).isEqualTo(60);
        assertThat(info.details().properties()).isEqualTo(TestClient.CAPABLE);
        assertThat(view.connection(info.name())).isPresent();
        assertThat(view.connection("nobody")).isEmpty();
        assertThat(view.totals().connections()).isEqualTo(1);
        assertThat(view.totals().channels()).isEqualTo(1);
    }

    @Test
    void showsHandshakesAsFarAsTheyHaveCome() {
        TestClient newcomer = new TestClient(broker);
        assertThat(handshake().state()).isEqualTo(ConnectionState.STARTING);
        newcomer.greet();
        assertThat(handshake().state()).isEqualTo(ConnectionState.STARTING);
        assertThat(handshake().user()).isEmpty();
        newcomer.logIn("guest", "guest");
        assertThat(handshake().state()).isEqualTo(ConnectionState.TUNING);
        assertThat(handshake().user()).isEqualTo("guest");
        assertThat(handshake().details().mechanism()).isEqualTo("PLAIN");
        newcomer.send(0, new ConnectionMethod.TuneOk(10, 8192, 30));
        assertThat(handshake().state()).isEqualTo(ConnectionState.OPENING);
        assertThat(handshake().details().frameMax()).isEqualTo(8192);
        assertThat(view.connections()).hasSize(1);
        newcomer.send(0, new ConnectionMethod.Open("/"));
        assertThat(view.handshakes()).isEmpty();
        assertThat(view.connections()).hasSize(2);
        newcomer.close();
        new TestClient(broker).greet().disconnect();
        assertThat(view.handshakes()).isEmpty();
    }

    private ConnectionInfo handshake() {
        assertThat(view.handshakes()).hasSize(1);
        return view.handshakes().get(0);
    }

    @Test
    void countsLogins() {
        new TestClient(broker).greet().logIn("guest", "wrong").disconnect();
        assertThat(view.loginAttempts()).containsExactly(new LoginAttempts("amqp091", "", "", 1, 1));
        assertThat(view.loginAttemptsBySource()).extracting(LoginAttempts::user).containsExactly("guest");
        commands.forgetLoginAttempts();
        assertThat(view.loginAttempts()).isEmpty();
    }

    @Test
    void showsWhatTheClientHasYetToRead() {
        assertThat(connection().sendPending()).isZero();
        client.socket().stopReading();
        client.send(1, new BasicMethod.Qos(0, 1, false));
        assertThat(connection().sendPending()).isEqualTo(12);
        client.readAgain();
        assertThat(connection().sendPending()).isZero();
    }

    @Test
    void forgetsQueuesThatAreGone() {
        for (int i = 0; i < 100; i++) {
            declare("q" + i);
            client.send(1, new BasicMethod.Get("q" + i, true), new QueueMethod.Delete("q" + i, false, false, false));
        }
        assertThat(channel().deliveries()).isEmpty();
        declare("q");
        client.send(1, new BasicMethod.Get("q", true));
        assertThat(channel().deliveries()).extracting(Passage::name).containsExactly("q");
    }

    @Test
    void countsWhatComesAndGoes() {
        broker.sampler().round();
        long received = connection().stats().total(Metric.RECEIVED_BYTES);
        long sent = connection().stats().total(Metric.SENT_BYTES);
        assertThat(received).isPositive();
        assertThat(sent).isPositive();
        client.send(1, new BasicMethod.Qos(0, 1, false));
        client.received();
        broker.sampler().round();
        assertThat(connection().stats().total(Metric.RECEIVED_BYTES)).isEqualTo(received + 19);
        assertThat(connection().stats().total(Metric.SENT_BYTES)).isEqualTo(sent + 12);
        assertThat(view.stats().total(Metric.RECEIVED_BYTES)).isEqualTo(received + 19);
        assertThat(view.virtualHost("/").stats().total(Metric.SENT_BYTES)).isPositive();
    }

    @Test
    void countsWhoComesAndGoes() {
        new TestClient(broker).open().openChannel(1).disconnect();
        broker.sampler().round();
        assertThat(view.stats().total(Metric.CONNECTION_CREATED)).isEqualTo(2);
        assertThat(view.stats().total(Metric.CONNECTION_CLOSED)).isEqualTo(1);
        assertThat(view.stats().total(Metric.CHANNEL_CREATED)).isEqualTo(2);
        assertThat(view.stats().total(Metric.CHANNEL_CLOSED)).isEqualTo(1);
        assertThat(view.connections()).hasSize(1);
    }

    @Test
    void showsChannelsWithWhatIsOpenInThem() {
        declare("q");
        client.send(1, new BasicMethod.Qos(0, 7, false));
        consume("q", "t", false);
        client.publish(1, "q", NONE, "a");
        ChannelInfo info = channel();
        assertThat(info.name().number()).isEqualTo(1);
        assertThat(info.name()).hasToString(connection().name() + " (1)");
        assertThat(info.prefetch()).isEqualTo(7);
        assertThat(info.consumers()).isEqualTo(1);
        assertThat(info.unacked()).isEqualTo(1);
        assertThat(info.confirming()).isFalse();
        client.openChannel(2).send(2, new ConfirmMethod.Select(true)).openChannel(3).send(3, new TxMethod.Select());
        client.publish(3, "q", NONE, "held");
        List<ChannelInfo> all = now(view.channels(view.connections()));
        assertThat(all).filteredOn(ChannelInfo::confirming).hasSize(1);
        assertThat(all).filteredOn(ChannelInfo::transactional).extracting(ChannelInfo::uncommitted).containsExactly(1L);
    }

    @Test
    void countsForChannelsByExchangeAndQueue() {
        declare("q");
        client.send(1, new ConfirmMethod.Select(true));
        client.publish(1, "q", NONE, "a");
        client.publish(1, "q", NONE, "b");
        client.publish(1, "nowhere", NONE, "c");
        client.send(1, new BasicMethod.Get("q", true), new BasicMethod.Get("q", false), new BasicMethod.Get("q", false));
        client.send(1, new BasicMethod.Ack(0, true));
        client.received();
        broker.sampler().round();
        ChannelInfo info = channel();
        assertThat(info.stats().totals()).containsEntry(Metric.PUBLISH, 3L).containsEntry(Metric.CONFIRM, 3L)
            .containsEntry(Metric.RETURN_UNROUTABLE, 1L).containsEntry(Metric.GET, 1L).containsEntry(Metric.GET_NO_ACK, 1L)
            .containsEntry(Metric.GET_EMPTY, 1L).containsEntry(Metric.ACK, 1L).containsEntry(Metric.ROUTED, 2L);
        assertThat(info.publishes()).singleElement().satisfies(to -> {
            assertThat(to.name()).isEmpty();
            assertThat(to.stats().total(Metric.PUBLISH)).isEqualTo(3);
            assertThat(to.stats().total(Metric.CONFIRM)).isEqualTo(3);
        });
        assertThat(info.deliveries()).singleElement().satisfies(from -> {
            assertThat(from.name()).isEqualTo("q");
            assertThat(from.stats().total(Metric.ACK)).isEqualTo(1);
        });
        ExchangeInfo exchange = view.exchange("/", "").orElseThrow();
        assertThat(exchange.stats().total(Metric.PUBLISH)).isEqualTo(3);
        assertThat(view.incoming(exchange)).extracting(ChannelPassage::channel).containsExactly(info.name());
        assertThat(view.deliveries(queue("q"))).extracting(ChannelPassage::channel).containsExactly(info.name());
        assertThat(view.stats().total(Metric.ACK)).isEqualTo(1); // once, though queue and channel count it both
        client.send(1, new ChannelMethod.Close(200, "", 0, 0));
        assertThat(view.incoming(exchange)).isEmpty();
        assertThat(view.deliveries(queue("q"))).isEmpty();
    }

    @Test
    void countsDeliveriesAndWhatComesAgain() {
        declare("q");
        consume("q", "t", false);
        client.publish(1, "q", NONE, "a");
        client.send(1, new BasicMethod.Nack(1, false, true));
        client.send(1, new BasicMethod.Ack(2, false));
        broker.sampler().round();
        assertThat(channel().stats().totals()).containsEntry(Metric.DELIVER, 2L).containsEntry(Metric.REDELIVER, 1L)
            .containsEntry(Metric.ACK, 1L);
        assertThat(queue("q").stats().totals()).containsEntry(Metric.DELIVER, 2L).containsEntry(Metric.REDELIVER, 1L)
            .containsEntry(Metric.ACK, 1L).containsEntry(Metric.ENQUEUED, 1L);
    }

    @Test
    void showsConsumersWithTheirChannels() {
        declare("q");
        consume("q", "t", true);
        ConsumerInfo consumer = now(view.consumers(view.queues("/"))).get(0);
        assertThat(consumer.tag()).isEqualTo("t");
        assertThat(consumer.queue()).isEqualTo("q");
        assertThat(consumer.ackRequired()).isFalse();
        assertThat(consumer.active()).isTrue();
        assertThat(consumer.activity()).isEqualTo("up");
        assertThat(consumer.channel()).contains(channel().name());
        assertThat(queue("q").consumers()).isEqualTo(1);
        assertThat(queue("q").consumerCapacity()).isEqualTo(1);
        assertThat(view.totals().consumers()).isEqualTo(1);
    }

    @Test
    void closesConnectionsFromOutside() {
        assertThat(commands.closeConnection("nobody", "why")).isFalse();
        assertThat(commands.closeConnection(connection().name(), "Closed via management plugin")).isTrue();
        client.loop().runAll();
        assertThat(client.received()).containsExactly(
            (Method) new ConnectionMethod.Close(320, "CONNECTION_FORCED - Closed via management plugin", 0, 0));
        assertThat(view.connections()).isEmpty();
    }

    @Test
    void closesAllConnectionsOfAUser() {
        TestClient second = new TestClient(broker).open();
        assertThat(commands.closeConnectionsOf("nobody", "why")).isZero();
        assertThat(commands.closeConnectionsOf("guest", "why")).isEqualTo(2);
        second.loop().runAll();
        assertThat(second.received()).containsExactly(
            (Method) new ConnectionMethod.Close(320, "CONNECTION_FORCED - why", 0, 0));
        second.close();
    }
}
