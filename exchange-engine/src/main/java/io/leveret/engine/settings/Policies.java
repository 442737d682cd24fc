package io.leveret.engine.settings;

import io.leveret.codec.value.FieldValue;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The policies of a virtual host, and those of its operator, which users cannot loosen. Changed under the virtual
 * host's lock; may be asked by anybody.
 */
public final class Policies {

    private static final Comparator<Policy> BY_PRIORITY =
        Comparator.comparingInt(Policy::priority).reversed().thenComparing(Policy::name);

    private final Map<String, Policy> users = new TreeMap<>();
    private final Map<String, Policy> operators = new TreeMap<>();
    private volatile List<Policy> usersByPriority = List.of();
    private volatile List<Policy> operatorsByPriority = List.of();

    /**
     * Adds the policy, or replaces the one of that name.
     *
     * @param ofOperator whether it is the operator's
     */
    public void put(Policy policy, boolean ofOperator) {
        named(ofOperator).put(policy.name(), policy);
        sort();
    }

    /** As these would be with one more, or another in place of the one of that name. */
    public Policies with(Policy policy, boolean ofOperator) {
        Policies others = new Policies();
        usersByPriority.forEach(each -> others.users.put(each.name(), each));
        operatorsByPriority.forEach(each -> others.operators.put(each.name(), each));
        others.put(policy, ofOperator);
        return others;
    }

    /** Removes what need not be there. */
    public void remove(String name, boolean ofOperator) {
        named(ofOperator).remove(name);
        sort();
    }

    /** Under the virtual host's lock. */
    public Optional<Policy> find(String name, boolean ofOperator) {
        return Optional.ofNullable(named(ofOperator).get(name));
    }

    /** Those of users, or of the operator, the highest priority first. */
    public List<Policy> all(boolean ofOperator) {
        return ofOperator ? operatorsByPriority : usersByPriority;
    }

    /** The policy that holds for a queue, if one does. */
    public Optional<Policy> ofQueue(String name, QueueType type) {
        return first(usersByPriority, policy -> policy.appliesTo().includes(type), name);
    }

    /** The operator's policy that holds for a queue, if one does. */
    public Optional<Policy> ofOperator(String name, QueueType type) {
        return first(operatorsByPriority, policy -> policy.appliesTo().includes(type), name);
    }

    /** The policy that holds for an exchange, if one does. */
    public Optional<Policy> ofExchange(String name) {
        return first(usersByPriority, policy -> policy.appliesTo().includesExchanges(), name);
    }

    /** What the policy of an exchange says of its alternate. */
    public Optional<String> alternateExchange(String name) {
        return ofExchange(name).flatMap(policy -> policy.definition().alternateExchange());
    }

    /** Whether the policy of an exchange has it delay messages. */
    public boolean delaysMessages(String name) {
        return ofExchange(name).filter(policy -> policy.definition().delaysMessages()).isPresent();
    }

    /** What holds for a queue that was declared with these arguments. */
    public QueueSettings settingsOf(String name, QueueSettings arguments) {
        Map<QueueSetting, FieldValue> imposed = new EnumMap<>(QueueSetting.class);
        ofQueue(name, arguments.type()).ifPresent(policy -> imposed.putAll(policy.definition().queueSettings()));
        ofOperator(name, arguments.type()).ifPresent(policy -> policy.definition().queueSettings()
            .forEach((setting, value) -> imposed.merge(setting, value, setting::tighten)));
        return arguments.under(imposed);
    }

    /** What a user's and an operator's policy say of a queue together, by their keys. */
    public Map<String, FieldValue> saidOf(String name, QueueType type) {
        Map<String, FieldValue> said = new TreeMap<>();
        ofQueue(name, type).ifPresent(policy -> policy.definition().said().entries()
            .forEach(entry -> said.put(entry.name(), entry.value())));
        ofOperator(name, type).ifPresent(policy -> policy.definition().said().entries()
            .forEach(entry -> said.merge(entry.name(), entry.value(), (users, operators) -> QueueSetting.named(entry.name())
                .map(setting -> setting.tighten(users, operators)).orElse(operators))));
        return said;
    }

    private static Optional<Policy> first(List<Policy> byPriority, Predicate<Policy> applies, String name) {
        for (Policy policy : byPriority) {
            if (applies.test(policy) && policy.pattern().isIn(name)) return Optional.of(policy);
        }
        return Optional.empty();
    }

    private Map<String, Policy> named(boolean ofOperator) {
        return ofOperator ? operators : users;
    }

    private void sort() {
        usersByPriority = sorted(users.values());
        operatorsByPriority = sorted(operators.values());
    }

    private static List<Policy> sorted(Collection<Policy> policies) {
        return policies.stream().sorted(BY_PRIORITY).toList();
    }
}
