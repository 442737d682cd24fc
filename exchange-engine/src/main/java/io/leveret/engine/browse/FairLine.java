package io.leveret.engine.browse;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Those that are ready to be worked on: next is one of whom the fewest are being worked on, and who has waited longest for that. */
final class FairLine<T> {

    private static final class Owner<T> {
        private final Deque<T> ready = new ArrayDeque<>();
        private int taken;
        private long servedAt;

        private Owner(long servedAt) {
            this.servedAt = servedAt;
        }
    }

    private final Function<T, String> ownerOf;
    private final Map<String, Owner<T>> owners = new LinkedHashMap<>();
    private long served;

    FairLine(Function<T, String> ownerOf) {
        this.ownerOf = ownerOf;
    }

    synchronized void add(T each) {
        owners.computeIfAbsent(ownerOf.apply(each), first -> new Owner<>(++served)).ready.add(each);
    }

    /** The next one, of which {@link #done} is to be told. There must be one. */
    synchronized T take() {
        Owner<T> next = owners.values().stream().filter(owner -> !owner.ready.isEmpty())
            .min(Comparator.<Owner<T>>comparingInt(owner -> owner.taken).thenComparingLong(owner -> owner.servedAt)).orElseThrow();
        next.taken++;
        next.servedAt = ++served;
        return next.ready.remove();
    }

    /** It is not worked on any more, for now. */
    synchronized void done(T each) {
        Owner<T> owner = owners.get(ownerOf.apply(each));
        owner.taken--;
        if (owner.taken == 0 && owner.ready.isEmpty()) owners.remove(ownerOf.apply(each));
    }
}
