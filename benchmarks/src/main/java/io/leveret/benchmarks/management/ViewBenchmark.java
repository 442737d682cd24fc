package io.leveret.benchmarks.management;

import io.leveret.broker.amqp.EventLoops;
import io.leveret.codec.value.FieldTable;
import io.leveret.engine.Broker;
import io.leveret.engine.NodeLimits;
import io.leveret.engine.access.HashAlgorithm;
import io.leveret.engine.access.PasswordHash;
import io.leveret.engine.access.Permissions;
import io.leveret.engine.access.User;
import io.leveret.engine.management.EngineCommands;
import io.leveret.engine.management.EngineView;
import io.leveret.engine.queue.QueueStorage;
import io.leveret.engine.stats.Counters;
import io.leveret.engine.stats.Metric;
import io.leveret.engine.stats.Sampler;
import io.leveret.engine.store.TransientStore;
import io.leveret.engine.view.QueueDetails;
import io.leveret.engine.view.QueueInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A page of queues as the console asks for it, and a round of the sampler, with many queues. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ViewBenchmark {

    private static final int PAGE = 100;

    @Param("10000")
    public int queues;

    private EventLoops loops;
    private Broker broker;
    private EngineView view;
    private final Sampler sampler = new Sampler(System::currentTimeMillis);
    private final List<Counters> counters = new ArrayList<>();

    @Setup
    public void declare() {
        loops = EventLoops.start(2);
        TransientStore store = new TransientStore();
        broker = new Broker(new Broker.Admission(Set.of(), HashAlgorithm.SHA256, NodeLimits.NONE), store, QueueStorage.boundless(store));
        broker.putUser(new User("guest", PasswordHash.of("guest"), Set.of()));
        broker.permit("guest", "/", Permissions.all());
        view = new EngineView(broker);
        io.leveret.engine.stats.Scope scope = io.leveret.engine.stats.Scope.of(sampler).within();
        for (int i = 0; i < queues; i++) counters.add(scope.queue("rabbit_classic_queue", scope.ofQueue()));
        EngineCommands commands = new EngineCommands(broker, loops.all());
        for (int i = 0; i < queues; i++) {
            commands.as("guest", "/").declareQueue("queue-" + i, false, false, FieldTable.EMPTY).toCompletableFuture().join();
        }
    }

    @TearDown
    public void stop() {
        loops.close();
    }

    /** Sorted by what is in them, all that is known of the first hundred. */
    @Benchmark
    public List<QueueDetails> page() {
        List<QueueInfo> page = view.queues("/").stream()
            .sorted(Comparator.<QueueInfo>comparingLong(queue -> queue.depth().messages()).reversed().thenComparing(QueueInfo::name))
            .limit(PAGE).toList();
        return view.details(page).toCompletableFuture().join();
    }

    /** While nothing happens. */
    @Benchmark
    public long idleRound() {
        broker.sampler().round();
        return view.stats().total(Metric.ENQUEUED);
    }

    /** Everything has counted something, which is in here too. */
    @Benchmark
    public long busyRound() {
        for (Counters each : counters) each.add(Metric.DELIVER, 1);
        sampler.round();
        return sampler.lastRound();
    }
}
