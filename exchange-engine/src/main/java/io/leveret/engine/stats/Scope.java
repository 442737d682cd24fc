package io.leveret.engine.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Where everything that is counted of a node, or of one of its virtual hosts, adds up as well. Callable from any thread. */
public final class Scope {

    /** Counts what nobody looks at. */
    public static final Scope UNWATCHED = of(Sampler.thatRests());

    private final Sampler sampler;
    private final Intake intake;
    private final Map<String, History> queueTypes;
    private final History history;
    private final List<History> all;

    /** Where queues of each type add up beside themselves. */
    private final Map<String, List<History>> aboveQueues = new ConcurrentHashMap<>();

    private Scope(Sampler sampler, Intake intake, Map<String, History> queueTypes, List<History> outer) {
        this.sampler = sampler;
        this.intake = intake;
        this.queueTypes = queueTypes;
        this.history = new History(sampler, MetricRange.ALL, History.Retention.GLOBAL, sampler.now());
        List<History> with = new ArrayList<>(outer);
        with.add(history);
        this.all = List.copyOf(with);
    }

    /** A node's. */
    public static Scope of(Sampler sampler) {
        return new Scope(sampler, new Intake(), new ConcurrentHashMap<>(), List.of());
    }

    /** A virtual host's. */
    public Scope within() {
        return new Scope(sampler, intake, queueTypes, all);
    }

    /** What has come together. */
    public History history() {
        return history;
    }

    /** The node's: what clients publish. */
    public Intake intake() {
        return intake;
    }

    /** What all queues of a type in the node have counted, those that are gone too. */
    public History queueType(String type) {
        return queueTypes.computeIfAbsent(type, key -> new History(sampler, MetricRange.QUEUE_TYPE, History.Retention.RATE, sampler.now()));
    }

    // ---- things

    public History ofQueue() {
        return basic(MetricRange.QUEUE);
    }

    public History ofExchange() {
        return basic(MetricRange.PUBLISHING);
    }

    public History ofChannel() {
        return basic(MetricRange.CHANNEL);
    }

    public History ofConnection() {
        return basic(MetricRange.TRAFFIC);
    }

    public History ofProcess() {
        return new History(sampler, MetricRange.PROCESS, History.Retention.GLOBAL, sampler.now());
    }

    /** What passes between two things, one of them an exchange that takes something in. */
    public History ofPublishing() {
        return new History(sampler, MetricRange.PUBLISHING, History.Retention.RATE, sampler.now());
    }

    /** From an exchange to a queue. */
    public History ofArrivals() {
        return new History(sampler, MetricRange.ARRIVALS, History.Retention.RATE, sampler.now());
    }

    /** From a queue to a channel. */
    public History ofDeliveries() {
        return new History(sampler, MetricRange.DELIVERIES, History.Retention.RATE, sampler.now());
    }

    private History basic(MetricRange range) {
        return new History(sampler, range, History.Retention.BASIC, sampler.now());
    }

    // ---- those who count

    /** For what a channel publishes. */
    public Counters publishing(History... addsUpIn) {
        return counters(MetricRange.PUBLISHING, addsUpIn, all);
    }

    /** For what comes into a queue. */
    public Counters arrivals(History... addsUpIn) {
        return counters(MetricRange.ARRIVALS, addsUpIn, all);
    }

    /** For what a queue does with its messages. */
    public Counters queue(String type, History history) {
        return new Counters(sampler, MetricRange.QUEUE, history, aboveQueues.computeIfAbsent(type, this::aboveQueuesOf));
    }

    private List<History> aboveQueuesOf(String type) {
        List<History> above = new ArrayList<>(List.of(queueType(type)));
        above.addAll(all);
        return above;
    }

    /** For what a queue gives to a dead-letter exchange, by what it died of. */
    public Counters deadLetters(String type) {
        return new Counters(sampler, MetricRange.DEAD_LETTERS, queueType(type), List.of());
    }

    /** For what a channel gets from a queue, which counts the same for itself and for all. */
    public Counters deliveries(History... addsUpIn) {
        return counters(MetricRange.DELIVERIES, addsUpIn, List.of());
    }

    public Counters traffic(History... addsUpIn) {
        return counters(MetricRange.TRAFFIC, addsUpIn, all);
    }

    /** For the process that all of it happens in. */
    public Counters process(History history) {
        return new Counters(sampler, MetricRange.PROCESS, history, List.of());
    }

    /** For comings and goings, of which several threads may tell one after the other. */
    public Churn churn() {
        return new Churn(new Counters(sampler, MetricRange.CHURN, null, all));
    }

    private Counters counters(MetricRange range, History[] own, List<History> outer) {
        if (own.length == 1) return new Counters(sampler, range, own[0], outer);
        List<History> both = new ArrayList<>(List.of(own));
        both.addAll(outer);
        return new Counters(sampler, range, null, both);
    }

    /** Milliseconds since 1970. */
    public LongSupplier clock() {
        return sampler::now;
    }
}
