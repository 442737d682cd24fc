package io.leveret.engine.settings;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** The parameters of a virtual host, by component and name. Changed under the virtual host's lock; may be asked by anybody. */
public final class Parameters {

    private record Key(String component, String name) {
    }

    private final Map<Key, Parameter> parameters =
        new ConcurrentSkipListMap<>(Comparator.comparing(Key::component).thenComparing(Key::name));

    /** Adds the parameter, or replaces the one of that name. */
    public void put(Parameter parameter) {
        parameters.put(new Key(parameter.component(), parameter.name()), parameter);
    }

    /** Removes what need not be there. */
    public void remove(String component, String name) {
        parameters.remove(new Key(component, name));
    }

    public Optional<Parameter> find(String component, String name) {
        return Optional.ofNullable(parameters.get(new Key(component, name)));
    }

    /** By component, then by name: a live view. */
    public Collection<Parameter> all() {
        return Collections.unmodifiableCollection(parameters.values());
    }
}
