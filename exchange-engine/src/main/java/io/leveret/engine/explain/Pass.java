package io.leveret.engine.explain;

import io.leveret.codec.value.FieldTable;
import io.leveret.engine.exchange.Binding;
import io.leveret.engine.exchange.Destination;
import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.exchange.Inspection;
import io.leveret.engine.exchange.Inspection.Fate;
import io.leveret.engine.explain.Explanation.Alternate;
import io.leveret.engine.explain.Explanation.Effect;
import io.leveret.engine.explain.Explanation.Entry;
import io.leveret.engine.explain.Explanation.Judged;
import io.leveret.engine.explain.Explanation.Reached;
import io.leveret.engine.explain.Explanation.Step;
import io.leveret.engine.message.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One walk: all that a message does at once. Where an exchange holds it back, another walk begins later, which finds queues
 * and exchanges anew.
 */
final class Pass {

    private static final Comparator<Judged> ORDER = Comparator.comparing((Judged judged) -> !judged.matches())
        .thenComparing(judged -> judged.binding().destination().name()).thenComparing(judged -> judged.binding().key());

    /** An exchange that the message comes to. */
    record Visit(Exchange exchange, Entry entry, Optional<Exchange> from) {
    }

    private final Message message;
    private final long afterMillis;
    private final Visit start;
    private final boolean startsForCertain;
    private final Function<String, Exchange> exchanges;
    private final RoutingExplainer.Room room;

    private final List<Visit> visits = new ArrayList<>();
    private final Set<Destination> known = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Destination> queues = new ArrayList<>();
    private final Map<Destination, Integer> ways = new IdentityHashMap<>();
    /** Where each exchange leads in any case. */
    private final Map<Exchange, List<Destination>> certainWays = new IdentityHashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<Exchange> holding = new ArrayList<>();
    private Set<Destination> certain = Set.of();

    Pass(Message message, long afterMillis, Visit start, boolean startsForCertain, Function<String, Exchange> exchanges,
         RoutingExplainer.Room room) {
        this.message = message;
        this.afterMillis = afterMillis;
        this.start = start;
        this.startsForCertain = startsForCertain;
        this.exchanges = exchanges;
        this.room = room;
    }

    void run() {
        visit(start);
        for (int i = 0; i < visits.size(); i++) steps.add(step(visits.get(i)));
        certain = certain();
    }

    int stepCount() {
        return steps.size();
    }

    int queueCount() {
        return queues.size();
    }

    int duplicates() {
        return ways.values().stream().mapToInt(count -> count - 1).sum();
    }

    void addTo(List<Step> shownSteps, List<Reached> shownQueues, ExplanationLimits limits) {
        for (Step step : steps) {
            if (shownSteps.size() < limits.steps()) shownSteps.add(withCertainty(step));
        }
        for (Destination queue : queues) {
            if (shownQueues.size() >= limits.queues()) return;
            shownQueues.add(new Reached(queue, afterMillis, certain.contains(queue), ways.get(queue)));
        }
    }

    /** What begins when the message has waited. */
    List<Pass> later() {
        if (holding.isEmpty()) return List.of();
        Message waited = message.afterDelay();
        return holding.stream().map(exchange -> new Pass(waited, afterMillis + message.delay(),
            new Visit(exchange, Entry.AFTER_DELAY, Optional.of(exchange)), certain.contains(exchange), exchanges, room)).toList();
    }

    private Step step(Visit visit) {
        Exchange exchange = visit.exchange();
        Inspection inspection = exchange.inspect(message, visit.entry() == Entry.AFTER_DELAY);
        if (inspection.fate() == Fate.HELD) holding.add(exchange);
        List<Judged> judged = new ArrayList<>();
        int matched = 0;
        int unmatched = 0;
        for (Binding binding : bindings(exchange, inspection)) {
            boolean matches = inspection.matches(binding) && inspection.leadsTo(binding.destination());
            Effect effect = matches ? follow(binding.destination(), exchange) : Effect.NONE;
            if (matches) matched++;
            else unmatched++;
            if (matches ? room.takeMatched() : room.takeUnmatched(binding.destination().name())) {
                judged.add(new Judged(binding, matches, inspection.why(binding), effect));
            }
        }
        for (Destination found : inspection.found()) {
            if (!known.contains(found)) follow(found, exchange); // bound while we looked
        }
        Optional<Alternate> alternate = alternate(exchange, inspection);
        boolean chance = inspection.fate() == Fate.ONE_AT_RANDOM && inspection.found().size() > 1;
        if (!chance) certainWays.computeIfAbsent(exchange, key -> new ArrayList<>()).addAll(inspection.found());
        judged.sort(ORDER);
        return new Step(exchange, visit.entry(), visit.from(), afterMillis, false, inspection.fate(),
            inspection.fate() == Fate.HELD ? message.delay() : 0, List.copyOf(judged), matched, unmatched, alternate);
    }

    /** Queues are bound to the default exchange without anybody having made a binding. */
    private static Iterable<Binding> bindings(Exchange exchange, Inspection inspection) {
        if (!exchange.name().isEmpty()) return exchange.bindings();
        return inspection.found().stream().map(queue -> new Binding("", queue, queue.name(), FieldTable.EMPTY)).toList();
    }

    private Effect follow(Destination destination, Exchange from) {
        if (destination instanceof Exchange exchange) {
            return visit(new Visit(exchange, Entry.BOUND, Optional.of(from))) ? Effect.EXCHANGE_NEXT : Effect.EXCHANGE_REPEATED;
        }
        ways.merge(destination, 1, Integer::sum);
        if (!known.add(destination)) return Effect.QUEUE_REPEATED;
        queues.add(destination);
        return Effect.QUEUE_ADDED;
    }

    private boolean visit(Visit visit) {
        if (!known.add(visit.exchange())) return false;
        visits.add(visit);
        return true;
    }

    private Optional<Alternate> alternate(Exchange exchange, Inspection inspection) {
        boolean asked = inspection.fate() == Fate.ROUTED || inspection.fate() == Fate.ONE_AT_RANDOM;
        return inspection.alternate().map(name -> {
            if (!asked || !inspection.found().isEmpty()) return new Alternate(name, Alternate.Outcome.NOT_NEEDED);
            Exchange target = exchanges.apply(name);
            if (target == null) return new Alternate(name, Alternate.Outcome.MISSING);
            certainWays.computeIfAbsent(exchange, key -> new ArrayList<>()).add(target);
            boolean isNew = visit(new Visit(target, Entry.ALTERNATE, Optional.of(exchange)));
            return new Alternate(name, isNew ? Alternate.Outcome.TAKEN : Alternate.Outcome.VISITED_BEFORE);
        });
    }

    /** All that is reached by ways that do not depend on chance. */
    private Set<Destination> certain() {
        Set<Destination> reached = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Exchange> next = new ArrayDeque<>();
        if (startsForCertain) {
            reached.add(start.exchange());
            next.add(start.exchange());
        }
        for (Exchange from = next.poll(); from != null; from = next.poll()) {
            for (Destination destination : certainWays.getOrDefault(from, List.of())) {
                if (reached.add(destination) && destination instanceof Exchange exchange) next.add(exchange);
            }
        }
        return reached;
    }

    private Step withCertainty(Step step) {
        return new Step(step.exchange(), step.entry(), step.from(), step.afterMillis(), certain.contains(step.exchange()),
            step.fate(), step.held(), step.bindings(), step.matched(), step.unmatched(), step.alternate());
    }
}
