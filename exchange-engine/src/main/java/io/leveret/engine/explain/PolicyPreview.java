package io.leveret.engine.explain;

import io.leveret.codec.value.FieldValue;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.exchange.ExchangeSettings;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.settings.Policies;
import io.leveret.engine.settings.Policy;
import io.leveret.engine.settings.QueueSettings;
import io.leveret.engine.view.DestinationKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What would be otherwise if a policy were set: nothing is. Callable from any thread.
 *
 * @param queues    how many the policy is for
 * @param exchanges how many the policy is for
 * @param changed   for how many something would change, also where a policy of that name holds now and would no longer
 * @param objects   those, and all that the policy is for
 */
public record PolicyPreview(int queues, int exchanges, int changed, List<Affected> objects) {

    private static final String ALTERNATE_EXCHANGE = "alternate-exchange";
    private static final String DELAYED_MESSAGE = "delayed-message";

    /** What changes first, then by name. */
    private static final Comparator<Affected> ORDER = Comparator.comparing((Affected each) -> each.changes().isEmpty())
        .thenComparing(Affected::kind).thenComparing(Affected::name);

    /**
     * An exchange or queue.
     *
     * @param matches   whether the policy is for it
     * @param policy    the user's or the operator's policy, whichever is looked at, that would hold
     * @param changes   what would change in what holds for it
     * @param overruled keys of the policy that would not hold as it says, and what is in their way
     */
    public record Affected(DestinationKind kind, String name, boolean matches, Optional<String> policy, List<Change> changes,
                           Map<String, Overruling> overruled) {
    }

    /** What holds now, and what would; empty for nothing. */
    public record Change(String key, Optional<FieldValue> before, Optional<FieldValue> after) {
    }

    /**
     * What is in the way of a policy.
     *
     * @param by of another policy, its name
     */
    public record Overruling(Kind kind, String by) {

        /** Another policy of higher priority, the operator's or the user's policy, or what was declared. */
        public enum Kind { PRIORITY, OPERATOR_POLICY, POLICY, ARGUMENT }
    }

    public static PolicyPreview of(VirtualHost host, Policy policy, boolean ofOperator) {
        Look look = new Look(host, policy, ofOperator);
        host.queues().forEach(look::at);
        if (!ofOperator) host.exchanges().stream().filter(exchange -> !exchange.name().isEmpty()).forEach(look::at);
        look.objects.sort(ORDER);
        return new PolicyPreview(look.queues, look.exchanges,
            (int) look.objects.stream().filter(each -> !each.changes().isEmpty()).count(), List.copyOf(look.objects));
    }

    /** One preview in the making. */
    private static final class Look {
        private final Policy policy;
        private final boolean ofOperator;
        private final Policies before;
        private final Policies after;
        private final List<Affected> objects = new ArrayList<>();
        private int queues;
        private int exchanges;

        Look(VirtualHost host, Policy policy, boolean ofOperator) {
            this.policy = policy;
            this.ofOperator = ofOperator;
            this.before = host.policies();
            this.after = before.with(policy, ofOperator);
        }

        void at(QueueRef queue) {
            boolean matches = policy.appliesTo().includes(queue.type()) && policy.pattern().isIn(queue.name());
            if (matches) queues++;
            QueueSettings arguments = QueueSettings.ofArguments(queue.arguments(), queue.description());
            Map<String, FieldValue> now = before.settingsOf(queue.name(), arguments).byKey();
            Map<String, FieldValue> then = after.settingsOf(queue.name(), arguments).byKey();
            Optional<Policy> users = after.ofQueue(queue.name(), queue.type());
            Optional<Policy> operators = after.ofOperator(queue.name(), queue.type());
            Optional<Overruling> other = (ofOperator ? users : operators)
                .map(each -> new Overruling(ofOperator ? Overruling.Kind.POLICY : Overruling.Kind.OPERATOR_POLICY, each.name()));
            Set<String> said = new TreeSet<>();
            (ofOperator ? users : operators).ifPresent(each -> each.definition().said().forEach((key, value) -> said.add(key)));
            add(DestinationKind.QUEUE, queue.name(), matches, ofOperator ? operators : users, now, then,
                key -> said.contains(key) && !arguments.byKey().containsKey(key) ? other
                    : Optional.of(new Overruling(Overruling.Kind.ARGUMENT, "")));
        }

        void at(Exchange exchange) {
            boolean matches = policy.appliesTo().includesExchanges() && policy.pattern().isIn(exchange.name());
            if (matches) exchanges++;
            ExchangeSettings arguments = ExchangeSettings.ofArguments(exchange.arguments(), exchange.toString());
            add(DestinationKind.EXCHANGE, exchange.name(), matches, after.ofExchange(exchange.name()),
                byKey(arguments.under(before.alternateExchange(exchange.name()), before.delaysMessages(exchange.name()))),
                byKey(arguments.under(after.alternateExchange(exchange.name()), after.delaysMessages(exchange.name()))),
                key -> Optional.of(new Overruling(Overruling.Kind.ARGUMENT, "")));
        }

        private static Map<String, FieldValue> byKey(ExchangeSettings settings) {
            Map<String, FieldValue> byKey = new TreeMap<>();
            settings.alternateExchange().ifPresent(name -> byKey.put(ALTERNATE_EXCHANGE, FieldValue.longString(name)));
            if (settings.delays()) byKey.put(DELAYED_MESSAGE, FieldValue.bool(true));
            return byKey;
        }

        private void add(DestinationKind kind, String name, boolean matches, Optional<Policy> holds, Map<String, FieldValue> now,
                         Map<String, FieldValue> then, Function<String, Optional<Overruling>> inTheWay) {
            List<Change> changes = changes(now, then);
            if (!matches && changes.isEmpty()) return;
            boolean isInForce = holds.filter(each -> each == policy).isPresent();
            Map<String, Overruling> overruled = new TreeMap<>();
            if (matches) {
                policy.definition().said().forEach((key, value) -> {
                    if (!isInForce) overruled.put(key, new Overruling(Overruling.Kind.PRIORITY, holds.map(Policy::name).orElse("")));
                    else if (then.containsKey(key) && !then.get(key).equals(value)) inTheWay.apply(key).ifPresent(by -> overruled.put(key, by));
                });
            }
            objects.add(new Affected(kind, name, matches, holds.map(Policy::name), changes, overruled));
        }

        private static List<Change> changes(Map<String, FieldValue> now, Map<String, FieldValue> then) {
            Set<String> keys = new TreeSet<>(now.keySet());
            keys.addAll(then.keySet());
            return keys.stream().filter(key -> !Optional.ofNullable(now.get(key)).equals(Optional.ofNullable(then.get(key))))
                .map(key -> new Change(key, Optional.ofNullable(now.get(key)), Optional.ofNullable(then.get(key)))).toList();
        }
    }
}
