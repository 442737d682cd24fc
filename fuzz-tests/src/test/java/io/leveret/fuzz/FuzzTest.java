package io.leveret.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tries what has been found before, and so many inputs made of it: the same ones each time, unless there is another
 * {@code -Dleveret.fuzz.seed}, or more of them with {@code -Dleveret.fuzz.runs}. {@code fuzz-tests/run} looks for others.
 */
class FuzzTest {
    private static final int FEW = 500;

    private final int runs = Integer.getInteger("leveret.fuzz.runs", FEW);
    private final long seed = Long.getLong("leveret.fuzz.seed", 1);

    @ParameterizedTest
    @EnumSource(Target.class)
    void whatIsKnownDoesNoHarm(Target target) {
        assertThat(target.corpus()).isNotEmpty();
        for (byte[] input : target.corpus()) take(target, input);
    }

    @ParameterizedTest
    @EnumSource(Target.class)
    void whatIsLikeItDoesNoHarm(Target target) {
        List<byte[]> corpus = target.corpus();
        Mutations mutations = new Mutations(corpus, seed);
        for (int i = 0; i < runs / target.cost(); i++) take(target, mutations.next());
    }

    private static void take(Target target, byte[] input) {
        try {
            target.take(input);
        } catch (Exception | AssertionError | StackOverflowError | OutOfMemoryError e) {
            throw new AssertionError("harm is done by " + Base64.getEncoder().encodeToString(input) + ": " + e, e);
        }
    }
}
