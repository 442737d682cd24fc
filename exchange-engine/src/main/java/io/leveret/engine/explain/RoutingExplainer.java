package io.leveret.engine.explain;

import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.exchange.Matches;
import io.leveret.engine.explain.Explanation.Entry;
import io.leveret.engine.explain.Explanation.Reached;
import io.leveret.engine.explain.Explanation.Step;
import io.leveret.engine.message.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Walks a message's way as {@link Exchange#route(Message, Matches)} does, with the exchanges' own routers, and says why at each
 * step. Callable from any thread.
 */
public final class RoutingExplainer {

    private final Function<String, Exchange> exchanges;

    /** @param exchanges finds an exchange by its name, or null */
    public RoutingExplainer(Function<String, Exchange> exchanges) {
        this.exchanges = exchanges;
    }

    public Explanation explain(Exchange start, Message message, ExplanationLimits limits) {
        List<Step> steps = new ArrayList<>();
        List<Reached> queues = new ArrayList<>();
        Room room = new Room(limits);
        Deque<Pass> passes = new ArrayDeque<>();
        passes.add(new Pass(message, 0, new Pass.Visit(start, Entry.PUBLISHED, Optional.empty()), true, exchanges, room));
        int stepsInAll = 0;
        int queuesInAll = 0;
        int duplicates = 0;
        for (Pass pass = passes.poll(); pass != null; pass = passes.poll()) {
            pass.run();
            pass.addTo(steps, queues, limits);
            stepsInAll += pass.stepCount();
            queuesInAll += pass.queueCount();
            duplicates += pass.duplicates();
            passes.addAll(pass.later());
        }
        return new Explanation(List.copyOf(steps), stepsInAll, List.copyOf(queues), queuesInAll, duplicates);
    }

    /** How many bindings may still be shown. */
    static final class Room {
        private final ExplanationLimits limits;
        private int matched;
        private int unmatched;

        Room(ExplanationLimits limits) {
            this.limits = limits;
        }

        boolean takeMatched() {
            return matched++ < limits.matched();
        }

        boolean takeUnmatched(String destination) {
            if (limits.destination().filter(only -> !only.equals(destination)).isPresent()) return false;
            return unmatched++ < limits.unmatched();
        }
    }
}
