package io.leveret.perf.load;

import io.leveret.codec.method.ExchangeMethod;
import io.leveret.codec.method.Method;
import io.leveret.codec.method.QueueMethod;
import io.leveret.codec.value.FieldTable;
import io.leveret.perf.client.ClientChannel;
import io.leveret.perf.client.ClientConnection;
import io.leveret.perf.client.PerfException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Declares a topology before a run, and deletes what should not stay behind. */
final class Declarations {
    private final ClientConnection connection;
    private final Topology topology;

    Declarations(ClientConnection connection, Topology topology) {
        this.connection = connection;
        this.topology = topology;
    }

    /** Returns the names of the queues. */
    List<String> declare() {
        if (topology.predeclared()) return topology.queues();
        declareExchange();
        ClientChannel channel = Session.openChannel(connection);
        List<String> queues = await(channel, topology.queues().stream().map(this::queue).toList()).stream()
                .map(answer -> ((QueueMethod.DeclareOk) answer).queue()).toList();
        if (!topology.exchange().isEmpty()) {
            await(channel, topology.keys().bindings(queues).stream().map(binding -> (Method) new QueueMethod.Bind(binding.queue(),
                    topology.exchange(), binding.key(), false, FieldTable.EMPTY)).toList());
        }
        return queues;
    }

    void delete(List<String> queues) {
        ClientChannel channel = Session.openChannel(connection);
        await(channel, queues.stream().map(queue -> (Method) new QueueMethod.Delete(queue, false, false, false)).toList());
    }

    /** One that is there is taken as it is, whatever its type; our own is always the same, and whoever asked for it in vain would be logged. */
    private void declareExchange() {
        String name = topology.exchange();
        boolean own = name.equals(Topology.OWN_EXCHANGE + "-" + topology.type());
        if (name.isEmpty() || !own && exists(name)) return;
        call(Session.openChannel(connection), new ExchangeMethod.Declare(name, topology.type(), false, topology.durable() && !own, own, false,
                false, FieldTable.EMPTY));
    }

    private boolean exists(String exchange) {
        try {
            call(Session.openChannel(connection), new ExchangeMethod.Declare(exchange, topology.type(), true, false, false, false, false,
                    FieldTable.EMPTY));
            return true;
        } catch (PerfException notThere) {
            return false;
        }
    }

    private Method queue(String name) {
        return new QueueMethod.Declare(name, false, topology.durable(), false, topology.autoDelete(), false, topology.arguments());
    }

    private void call(ClientChannel channel, Method method) {
        await(channel, List.of(method));
    }

    /** Asks all of it at once: thousands of bindings would take long one by one. */
    private static List<Method> await(ClientChannel channel, List<Method> questions) {
        List<CompletableFuture<Method>> answers = new ArrayList<>();
        Session.run(channel.connection().loop(), () -> questions.forEach(question -> answers.add(channel.call(question))));
        return answers.stream().map(Session::await).toList();
    }
}
