package io.leveret.engine.management;

import io.leveret.engine.loop.Loop;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Asks many things that live on several loops, those of one loop a few in each of its turns, and gathers the answers in the
 * order of the questions.
 *
 * @param <Q> what is asked
 * @param <A> what it answers
 */
final class Survey<Q, A> {

    /** Asks one thing, on its loop; the answer may come at once or later, and is null when there is none. */
    interface Question<Q, A> {
        void ask(Q subject, Consumer<A> answer);
    }

    /** So few that sockets hardly notice. */
    private static final int AT_ONCE = 32;

    private static final long PATIENCE_MILLIS = 2_000;

    private final List<Q> subjects;
    private final Question<Q, A> question;
    private final AtomicReferenceArray<A> answers;
    private final AtomicInteger missing;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    private Survey(List<Q> subjects, Question<Q, A> question) {
        this.subjects = subjects;
        this.question = question;
        this.answers = new AtomicReferenceArray<>(subjects.size());
        this.missing = new AtomicInteger(subjects.size());
    }

    static <Q, A> CompletionStage<List<A>> of(List<Q> subjects, Function<Q, Loop> homes, Question<Q, A> question) {
        if (subjects.isEmpty()) return CompletableFuture.completedFuture(List.of());
        return new Survey<>(subjects, question).start(homes);
    }

    private CompletionStage<List<A>> start(Function<Q, Loop> homes) {
        Map<Loop, List<Integer>> byLoop = new IdentityHashMap<>();
        for (int i = 0; i < subjects.size(); i++) {
            byLoop.computeIfAbsent(homes.apply(subjects.get(i)), loop -> new ArrayList<>()).add(i);
        }
        byLoop.forEach((loop, places) -> loop.execute(() -> ask(loop, places, 0)));
        return done.completeOnTimeout(null, PATIENCE_MILLIS, TimeUnit.MILLISECONDS).thenApply(end -> answered());
    }

    private void ask(Loop loop, List<Integer> places, int from) {
        int to = Math.min(places.size(), from + AT_ONCE);
        for (int place : places.subList(from, to)) question.ask(subjects.get(place), answer -> answered(place, answer));
        if (to < places.size() && !done.isDone()) loop.execute(() -> ask(loop, places, to));
    }

    private void answered(int place, A answer) {
        answers.set(place, answer);
        if (missing.decrementAndGet() == 0) done.complete(null);
    }

    private List<A> answered() {
        List<A> all = new ArrayList<>(answers.length());
        for (int i = 0; i < answers.length(); i++) {
            A answer = answers.get(i);
            if (answer != null) all.add(answer);
        }
        return all;
    }
}
