package io.leveret.perf;

import io.leveret.perf.client.AmqpUri;
import io.leveret.perf.client.Tls;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line. Options are named as PerfTest's where they mean the same; {@link Plan} makes sense of them. */
@Command(name = "leveret perf", sortOptions = false, usageHelpWidth = 110,
        customSynopsis = "leveret perf [MODE] [OPTION]...",
        description = "Puts load on an AMQP 0-9-1 broker, and tells what it takes.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:all went well", "1:the broker could not be reached, refused something, or was lost", "2:the command line is wrong"})
final class Options {
    @Parameters(index = "0", arity = "0..1", paramLabel = "MODE", converter = ModeConverter.class, description = {})
    Mode mode = Mode.THROUGHPUT;

    @Option(names = {"-h", "--uri"}, paramLabel = "URI", description = "where the broker is; amqps: with TLS; default amqp://guest:guest@localhost:5672")
    String uri = "amqp://localhost";

    @Option(names = {"-udsc", "--use-default-ssl-context"}, description = "with TLS, takes only certificates that the JVM trusts; default any")
    boolean trustedOnly;

    @Option(names = {"-x", "--producers"}, paramLabel = "N", description = "producers, each with a connection; default 1")
    Integer producers;

    @Option(names = {"-y", "--consumers"}, paramLabel = "N", description = "consumers, each with a connection; default 1")
    Integer consumers;

    @Option(names = {"-X", "--producer-channel-count"}, paramLabel = "N", description = "channels of a producer; default 1")
    int producerChannels = 1;

    @Option(names = {"-Y", "--consumer-channel-count"}, paramLabel = "N", description = "channels of a consumer; default 1")
    int consumerChannels = 1;

    @Option(names = {"-s", "--size"}, paramLabel = "BYTES", description = "size of a message; default, and least, 12")
    int size = 12;

    @Option(names = {"-r", "--rate"}, paramLabel = "N", description = "messages a second of a producer's channel; default as many as possible")
    double rate;

    @Option(names = {"-f", "--flag"}, paramLabel = "FLAG", split = ",", description = "persistent, mandatory; persistent makes queues durable too")
    List<String> flags = new ArrayList<>();

    @Option(names = {"-mp", "--message-properties"}, paramLabel = "K=V", split = ",",
            description = "priority=5,expiration=1000 …; any other name becomes a header")
    Map<String, String> properties = new LinkedHashMap<>();

    @Option(names = {"-c", "--confirm"}, paramLabel = "N", description = "publisher confirms, of which at most N are awaited; default none")
    int confirm = -1;

    @Option(names = {"-a", "--autoack"}, description = "consumes without acknowledgements")
    boolean autoAck;

    @Option(names = {"-A", "--multi-ack-every"}, paramLabel = "N", description = "acknowledges N messages at once; default each by itself")
    int ackEvery = 1;

    @Option(names = {"-q", "--qos"}, paramLabel = "N", description = "prefetch of a consumer; default no limit")
    int prefetch;

    @Option(names = {"-Q", "--global-qos"}, paramLabel = "N", description = "prefetch of a channel; default no limit")
    int channelPrefetch;

    @Option(names = {"-ca", "--consumer-args"}, paramLabel = "K=V", split = ",", description = "arguments of consumers")
    Map<String, String> consumerArguments = new LinkedHashMap<>();

    @Option(names = {"-u", "--queue"}, paramLabel = "NAME", description = "one queue for all; default one for each consumer, named by the broker")
    String queue;

    @Option(names = {"-qp", "--queue-pattern"}, paramLabel = "P", description = "queues with numbers in their names: 'perf-%%d'")
    String queuePattern;

    @Option(names = {"-qpf", "--queue-pattern-from"}, paramLabel = "N", description = "number of the first queue; default 1")
    int queueFrom = 1;

    @Option(names = {"-qpt", "--queue-pattern-to"}, paramLabel = "N", description = "number of the last queue")
    int queueTo = -1;

    @Option(names = {"-ad", "--auto-delete"}, arity = "1", paramLabel = "BOOL", description = "whether queues are deleted with their last consumer; default true")
    Boolean autoDelete;

    @Option(names = {"-qa", "--queue-args"}, paramLabel = "K=V", split = ",", description = "arguments of queues: x-max-length=10 …")
    Map<String, String> queueArguments = new LinkedHashMap<>();

    @Option(names = {"-qq", "--quorum-queue"}, description = "quorum queues: durable, persistent messages, not auto-deleted")
    boolean quorumQueue;

    @Option(names = {"-e", "--exchange"}, paramLabel = "NAME", description = "exchange; '' for the default exchange; default one of its own, deleted with its last binding")
    String exchange;

    @Option(names = {"-t", "--type"}, paramLabel = "TYPE", description = "type of the exchange; default direct")
    String type;

    @Option(names = {"-k", "--routing-key"}, paramLabel = "KEY", description = "routing key and binding key; default chosen for you")
    String routingKey;

    @Option(names = {"-K", "--random-routing-key"}, description = "publishes with 1,000 random keys in turn")
    boolean randomKey;

    @Option(names = "--bindings", paramLabel = "N", description = "bindings of mode topic; default 1000")
    int bindings = 1000;

    @Option(names = {"-p", "--predeclared"}, description = "declares nothing: exchange and queues exist already")
    boolean predeclared;

    @Option(names = {"-z", "--time"}, paramLabel = "S", description = "seconds to measure; default until the end, or Ctrl-C")
    double time;

    @Option(names = "--warmup", paramLabel = "S", description = "seconds before that, which do not count; default none")
    double warmup;

    @Option(names = {"-C", "--pmessages"}, paramLabel = "N", description = "messages, calls or rounds of a producer's channel; default no end")
    long producerMessages;

    @Option(names = {"-D", "--cmessages"}, paramLabel = "N", description = "messages of a consumer's channel; default no end")
    long consumerMessages;

    @Option(names = {"-i", "--interval"}, paramLabel = "S", description = "seconds between the lines that tell how it goes; default 1")
    double interval = 1;

    @Option(names = {"-niot", "--nio-threads"}, paramLabel = "N", description = "threads; default one for each processor, four at most")
    int threads = Math.min(4, Runtime.getRuntime().availableProcessors());

    @Option(names = {"-M", "--framemax"}, paramLabel = "BYTES", description = "largest frame to ask for; default the broker's")
    int frameMax;

    @Option(names = "--pid", paramLabel = "PID", description = "process of a broker on this machine, whose CPU and memory are measured too")
    Long pid;

    @Option(names = "--json", description = "prints the result as JSON on stdout; what else there is to say goes to stderr")
    boolean json;

    @Option(names = {"-?", "--help"}, usageHelp = true, description = "prints this")
    boolean help;

    /** What connections to that broker need. */
    Optional<Tls> tls(AmqpUri broker) {
        if (!broker.tls()) return Optional.empty();
        return Optional.of(trustedOnly ? Tls.withTheTrusted() : Tls.withAnyone());
    }

    Optional<Long> brokerPid() {
        return Optional.ofNullable(pid);
    }

    int producers(int byDefault) {
        return producers == null ? byDefault : producers;
    }

    int consumers(int byDefault) {
        return consumers == null ? byDefault : consumers;
    }
}
