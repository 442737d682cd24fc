package io.leveret.broker.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leveret.engine.access.HashAlgorithm;
import io.leveret.engine.access.PasswordHash;
import io.leveret.engine.access.User;
import io.leveret.engine.access.UserDirectory;
import io.leveret.engine.loop.Loop;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoginsTest {

    private final UserDirectory users = new UserDirectory(Set.of(), HashAlgorithm.SHA256);
    private final Logins logins = new Logins(users);
    private final Home home = new Home();
    private final List<Optional<User>> answers = new ArrayList<>();

    @AfterEach
    void close() {
        logins.close();
    }

    @Test
    void whatIsQuickIsAnsweredAtOnce() {
        User alice = add(PasswordHash.of("secret"));
        check("secret");
        check("wrong");
        assertThat(answers).containsExactly(Optional.of(alice), Optional.empty());
    }

    @Test
    void whatTakesLongIsAnsweredOnTheAskersLoop() {
        User alice = add(PasswordHash.of(HashAlgorithm.BCRYPT, "secret"));
        check("secret");
        assertThat(answers).isEmpty();
        await().until(() -> home.tasks.size() == 1);
        home.runAll();
        check("wrong");
        await().until(() -> home.tasks.size() == 1);
        home.runAll();
        assertThat(answers).containsExactly(Optional.of(alice), Optional.empty());
    }

    @Test
    void tooManyAtOnceAreRefused() {
        add(PasswordHash.of(HashAlgorithm.BCRYPT, "secret"));
        assertThat(IntStream.range(0, 110).mapToObj(i -> check("secret"))).contains(true, false);
        assertThat(answers).as("nobody has failed").isEmpty();
    }

    @Test
    void closingWaitsForNoMoreThanIsUnderWay() {
        add(PasswordHash.of(HashAlgorithm.BCRYPT, "secret"));
        for (int i = 0; i < 50; i++) check("secret");
        logins.close();
        assertThat(home.tasks).hasSizeLessThan(50);
        assertThat(check("secret")).isFalse();
    }

    private User add(PasswordHash hash) {
        User user = new User("alice", hash, Set.of());
        users.put(user);
        return user;
    }

    private boolean check(String password) {
        return logins.check(new Credentials("alice", password), true, home, (known, refusal) -> answers.add(known));
    }

    /** A loop that other threads leave tasks on. */
    private static final class Home implements Loop {
        private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        void runAll() {
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) task.run();
        }

        @Override
        public Timer schedule(Runnable task, long delayMillis) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long millis() {
            return 0;
        }

        @Override
        public boolean isCurrent() {
            return false;
        }
    }
}
