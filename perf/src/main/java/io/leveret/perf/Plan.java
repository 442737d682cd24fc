package io.leveret.perf;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.FieldTable;
import io.leveret.perf.client.AmqpUri;
import io.leveret.perf.load.Churn;
import io.leveret.perf.load.ChurnLoad;
import io.leveret.perf.load.Consuming;
import io.leveret.perf.load.Flow;
import io.leveret.perf.load.FlowLoad;
import io.leveret.perf.load.IdleLoad;
import io.leveret.perf.load.Load;
import io.leveret.perf.load.Publishing;
import io.leveret.perf.load.RpcLoad;
import io.leveret.perf.load.Session;
import io.leveret.perf.load.Topology;
import java.util.List;
import java.util.function.Function;

/** What the options come to: the phases of a run. */
record Plan(AmqpUri uri, List<Phase> phases) {
    private static final String BACKLOG_QUEUE = "leveret-perf-backlog";

    /** A part of a run that is measured by itself. */
    record Phase(String name, Function<Session, Load> load) {}

    /** @throws IllegalArgumentException with a sentence for the user */
    static Plan of(Options options) {
        Checks.check(options);
        return new Plan(AmqpUri.parse(options.uri), phases(options));
    }

    private static List<Phase> phases(Options options) {
        return switch (options.mode) {
            case THROUGHPUT -> flow(options, publishing(options, 1, options.rate));
            case LATENCY -> flow(options, publishing(options, 1, options.rate > 0 ? options.rate : 1_000));
            case FANOUT, TOPIC -> flow(options, publishing(options, 1, options.rate));
            case BACKLOG -> backlog(options);
            case RPC -> only(options, session -> new RpcLoad(session, Topologies.calls(options), publishing(options, 1, 0), options.consumers(1)));
            case CONNECTIONS -> churn(options, Churn.CONNECTIONS, 4);
            case CHANNELS -> churn(options, Churn.CHANNELS, 1);
            case QUEUES -> churn(options, Churn.QUEUES, 1);
            case IDLE -> only(options, session -> new IdleLoad(session, options.producers(1_000)));
        };
    }

    private static List<Phase> flow(Options options, Publishing publishing) {
        Flow flow = new Flow(Topologies.of(options), publishing, consuming(options, Topologies.consumers(options)), 0);
        return only(options, session -> new FlowLoad(session, flow));
    }

    private static List<Phase> backlog(Options options) {
        Publishing publishing = publishing(options, 1, options.rate);
        Topology topology = Topologies.backlog(options, BACKLOG_QUEUE, false);
        Flow fill = new Flow(topology, publishing, Consuming.none(), 0);
        long messages = publishing.limit() * publishing.producers() * publishing.channels();
        Flow drain = new Flow(Topologies.backlog(options, BACKLOG_QUEUE, options.queue == null), Publishing.none(),
                consuming(options, options.consumers(1)), messages);
        return List.of(new Phase("publish", session -> new FlowLoad(session, fill)), new Phase("drain", session -> new FlowLoad(session, drain)));
    }

    private static List<Phase> churn(Options options, Churn churn, int workers) {
        return only(options, session -> new ChurnLoad(session, churn, options.producers(workers), options.producerMessages));
    }

    private static List<Phase> only(Options options, Function<Session, Load> load) {
        return List.of(new Phase(options.mode.word(), load));
    }

    private static Publishing publishing(Options options, int producers, double rate) {
        boolean persistent = options.flags.contains("persistent") || options.quorumQueue;
        BasicProperties properties = KeyValues.properties(options.properties, persistent);
        long limit = options.mode == Mode.BACKLOG && options.producerMessages == 0 ? 1_000_000 : options.producerMessages;
        return new Publishing(options.producers(producers), options.producerChannels, options.size, properties,
                options.flags.contains("mandatory"), Math.max(0, options.confirm), rate, limit);
    }

    private static Consuming consuming(Options options, int consumers) {
        FieldTable arguments = KeyValues.table(options.consumerArguments);
        return new Consuming(consumers, options.consumerChannels, options.autoAck, options.prefetch, options.channelPrefetch,
                Math.max(1, options.ackEvery), arguments, options.consumerMessages);
    }
}
