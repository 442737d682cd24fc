package io.leveret.engine.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoginBrakeTest {

    private static final Origin HERE = Origin.of("192.0.2.7");
    private static final Origin ELSEWHERE = Origin.of("192.0.2.8");

    private long now;
    private final LoginBrake brake = new LoginBrake(() -> now);
    private final List<String> turns = new ArrayList<>();

    @Test
    void eachFailureWaitsLonger() {
        assertThat(fail()).isZero();
        assertThat(fail()).isEqualTo(50);
        for (int i = 0; i < 100; i++) fail();
        assertThat(fail()).isEqualTo(2_000);
    }

    @Test
    void successAndTimeMakeItForget() {
        fail();
        fail();
        getIn("alice");
        assertThat(fail()).isZero();
        fail();
        now += Duration.ofMinutes(2).toNanos();
        assertThat(fail()).isZero();
    }

    @Test
    void soManyOfOneNameAreLookedAtWhileTheNextStandInLine() {
        List<LoginAttempt> guesses = guesses("alice", 64);
        LoginAttempt right = attempt(HERE, "alice");
        assertThat(guesses).allMatch(LoginAttempt::isLookedAt);
        assertThat(right.isLookedAt()).isFalse();
        assertThat(right.isRefused()).isFalse();
        assertThat(attempt(HERE, "bob").isLookedAt()).isTrue();
        assertThat(attempt(ELSEWHERE, "alice").isLookedAt()).isTrue();
    }

    @Test
    void whoStandsInLineHasItsTurnWhenAnAnswerIsOut() {
        List<LoginAttempt> guesses = guesses("alice", 64);
        LoginAttempt first = attempt(HERE, "alice");
        LoginAttempt second = attempt(HERE, "alice");
        guesses.forEach(LoginAttempt::failed);
        assertThat(turns).isEmpty();
        guesses.get(5).answered();
        assertThat(first.isLookedAt()).isTrue();
        assertThat(second.isLookedAt()).isFalse();
        assertThat(turns).containsExactly("alice");
        first.succeeded();
        assertThat(second.isLookedAt()).isTrue();
        assertThat(turns).containsExactly("alice", "alice");
    }

    @Test
    void whoGuessesAgainAtOnceComesBehindWhoHasWaited() {
        List<LoginAttempt> guesses = guesses("alice", 64);
        LoginAttempt right = attempt(HERE, "alice");
        guesses.get(0).failed();
        guesses.get(0).answered();
        assertThat(attempt(HERE, "alice").isLookedAt()).isFalse();
        assertThat(right.isLookedAt()).isTrue();
    }

    @Test
    void aLineIsSoLong() {
        guesses("alice", 64);
        for (int i = 0; i < 32; i++) assertThat(attempt(HERE, "alice").isRefused()).isFalse();
        LoginAttempt last = attempt(HERE, "alice");
        assertThat(last.isRefused()).isTrue();
        last.leave();
        assertThat(attempt(HERE, "bob").isLookedAt()).isTrue();
    }

    @Test
    void whoLeavesTheLineMakesRoomInIt() {
        List<LoginAttempt> guesses = guesses("alice", 64);
        List<LoginAttempt> line = guesses("alice", 32);
        line.get(0).leave();
        LoginAttempt right = attempt(HERE, "alice");
        assertThat(right.isRefused()).isFalse();
        line.forEach(LoginAttempt::leave);
        guesses.get(0).leave();
        assertThat(right.isLookedAt()).isTrue();
        assertThat(turns).hasSize(1);
    }

    @Test
    void namesTakeTurnsInLine() {
        List<LoginAttempt> guesses = guesses("alice", 64);
        guesses.addAll(guesses("bob", 64));
        guesses("alice", 32);
        guesses("bob", 32);
        attempt(HERE, "carol");
        guesses.subList(0, 4).forEach(LoginAttempt::failed);
        guesses.subList(0, 2).forEach(LoginAttempt::answered);
        guesses.get(64).failed();
        guesses.get(64).answered();
        assertThat(turns).containsExactly("alice", "carol", "bob");
    }

    @Test
    void guessesAtManyNamesDoNotKeepWaitingWhoHasGotInBefore() {
        getIn("bob");
        for (int i = 0; i < 128; i++) assertThat(attempt(HERE, "user" + i % 4).isLookedAt()).isTrue();
        assertThat(attempt(HERE, "carol").isLookedAt()).isFalse();
        assertThat(attempt(HERE, "bob").isLookedAt()).isTrue();
        guesses("bob", 63);
        assertThat(attempt(HERE, "bob").isLookedAt()).isFalse();
    }

    @Test
    void twoHaveTheirTurnWhenThereIsRoomForTwo() {
        LoginAttempt stranger = attempt(HERE, "bob");
        getIn("bob");
        guesses("bob", 63);
        for (int i = 0; i < 127; i++) attempt(HERE, "user" + i % 4);
        LoginAttempt familiar = attempt(HERE, "bob");
        LoginAttempt another = attempt(HERE, "carol");
        assertThat(turns).isEmpty();
        stranger.leave();
        assertThat(familiar.isLookedAt()).isTrue();
        assertThat(another.isLookedAt()).isTrue();
        assertThat(turns).containsExactly("bob", "carol");
    }

    @Test
    void whoLeavesTheLineLetsPassWhoHasRoomBehind() {
        LoginAttempt first = attempt(HERE, "bob");
        for (int i = 0; i < 127; i++) attempt(HERE, "user" + i % 4);
        guesses("bob", 1);
        LoginAttempt stranger = attempt(HERE, "bob");
        first.succeeded();
        LoginAttempt familiar = attempt(HERE, "bob");
        assertThat(familiar.isLookedAt()).isFalse();
        stranger.leave();
        assertThat(familiar.isLookedAt()).isTrue();
        assertThat(turns).containsExactly("bob", "bob");
    }

    @Test
    void onlyTheLatestNamesAreFamiliar() {
        for (int i = 0; i < 9; i++) getIn("mate" + i);
        getIn("m".repeat(65));
        for (int i = 0; i < 128; i++) attempt(HERE, "user" + i % 4);
        assertThat(attempt(HERE, "mate0").isLookedAt()).isFalse();
        assertThat(attempt(HERE, "m".repeat(65)).isLookedAt()).isFalse();
        for (int i = 1; i < 9; i++) assertThat(attempt(HERE, "mate" + i).isLookedAt()).isTrue();
    }

    @Test
    void whoGoesBeforeItIsAnsweredCountsUntilThen() {
        List<LoginAttempt> guesses = guesses("alice", 64);
        guesses.forEach(LoginAttempt::failed);
        guesses.forEach(LoginAttempt::leave);
        LoginAttempt next = attempt(HERE, "alice");
        assertThat(next.isLookedAt()).isFalse();
        guesses.forEach(LoginAttempt::answered);
        guesses.forEach(LoginAttempt::answered);
        assertThat(next.isLookedAt()).isTrue();
        for (int i = 0; i < 63; i++) assertThat(attempt(HERE, "alice").isLookedAt()).isTrue();
        assertThat(attempt(HERE, "alice").isLookedAt()).isFalse();
    }

    @Test
    void whoGetsInMeanwhileLeavesNothingWaiting() {
        for (int i = 0; i < 200; i++) {
            LoginAttempt guess = attempt(HERE, "alice");
            guess.failed();
            getIn("alice");
            guess.answered();
        }
        assertThat(brake.originCount()).isZero();
    }

    @Test
    void placesWithoutNumberAreNotAllRemembered() {
        for (int i = 0; i < 20_000; i++) failFrom("host-" + i);
        assertThat(brake.originCount()).isEqualTo(10_000);
        assertThat(failFrom("host-19999")).isEqualTo(50);
        assertThat(failFrom("host-0")).isZero();
    }

    @Test
    void gettingInMakesItForgetThatUserOnly() {
        for (int i = 0; i < 3; i++) {
            fail("alice");
            getIn("mallory");
        }
        assertThat(fail("mallory")).isEqualTo(150);
        getIn("mallory");
        assertThat(fail("alice")).isEqualTo(150);
        getIn("alice");
        assertThat(fail("alice")).isZero();
    }

    @Test
    void manyNamesAreAsSlowAsOne() {
        for (int i = 0; i < 100; i++) fail("user" + i);
        for (int i = 0; i < 100; i++) getIn("user" + i);
        assertThat(fail("another")).isEqualTo(2_000);
        now += Duration.ofMinutes(2).toNanos();
        assertThat(fail("another")).isZero();
    }

    private LoginAttempt attempt(Origin from, String user) {
        return brake.attempt(from, user, () -> turns.add(user));
    }

    private List<LoginAttempt> guesses(String user, int count) {
        return new ArrayList<>(IntStream.range(0, count).mapToObj(i -> attempt(HERE, user)).toList());
    }

    private void getIn(String user) {
        attempt(HERE, user).succeeded();
    }

    private long fail() {
        return fail("alice");
    }

    private long fail(String user) {
        return fail(HERE, user);
    }

    private long failFrom(String address) {
        return fail(Origin.of(address), "alice");
    }

    private long fail(Origin from, String user) {
        LoginAttempt attempt = attempt(from, user);
        long millis = attempt.failed();
        attempt.answered();
        return millis;
    }
}
