package io.leveret.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.leveret.engine.Broker;
import io.leveret.engine.access.HashAlgorithm;
import io.leveret.engine.access.LoginAttempt;
import io.leveret.engine.access.Origin;
import io.leveret.engine.access.User;
import io.leveret.engine.queue.QueueStorage;
import io.leveret.engine.store.TransientStore;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DoorkeeperTest {

    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static final int PATIENCE_SECONDS = 60;

    private final Broker broker = broker();
    private final ExecutorService workers = Executors.newSingleThreadExecutor();
    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1);
    private final Doorkeeper doorkeeper = new Doorkeeper(broker, workers, clock);

    @AfterEach
    void stop() {
        workers.shutdownNow();
        clock.shutdownNow();
    }

    @Test
    void hasCallersStandInLineBehindManyOthers() throws Exception {
        List<LoginAttempt> others = others("guest");
        CompletableFuture<Optional<User>> right = admit("guest");
        assertThat(right).isNotDone();
        others.get(0).leave();
        assertThat(right.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isPresent();
    }

    @Test
    void refusesWhoMayNotManageWhenItIsTheirTurn() {
        List<LoginAttempt> others = others("plain");
        CompletableFuture<Optional<User>> plain = admit("plain");
        others.get(0).leave();
        assertThatThrownBy(() -> plain.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).hasCauseInstanceOf(ApiException.class).hasMessageContaining("Not management user");
    }

    @Test
    void looksAtNobodyForWhomTheLineIsFull() {
        others("guest");
        List<CompletableFuture<Optional<User>>> inLine = IntStream.range(0, 32).mapToObj(i -> admit("guest")).toList();
        assertThatThrownBy(() -> admit("guest")).isInstanceOf(ApiException.class).hasMessageContaining("Too many failed logins");
        assertThat(inLine).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void looksAtWhoStoodInLineOnThreadsOfItsOwn() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        workers.execute(() -> awaitFreedom(free));
        List<LoginAttempt> others = others("guest");
        CompletableFuture<Optional<User>> right = admit("guest");
        others.get(0).leave();
        assertThat(ForkJoinPool.commonPool().awaitQuiescence(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(right).isNotDone();
        free.countDown();
        assertThat(right.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isPresent();
    }

    @Test
    void refusesByAClockOfItsOwn() throws Exception {
        assertThat(doorkeeper.admit(new Credentials("guest", "wrong"), HERE).toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEmpty();
        await().atMost(Duration.ofSeconds(PATIENCE_SECONDS)).until(() -> clock.getCompletedTaskCount() == 1);
    }

    @Test
    void givesThePlaceBackWhenItFails() {
        Credentials trouble = new Credentials("guest", null);
        for (int i = 0; i < 64; i++) assertThatThrownBy(() -> doorkeeper.admit(trouble, HERE)).isInstanceOf(NullPointerException.class);
        assertThat(admit("guest")).isCompletedWithValueMatching(Optional::isPresent);
    }

    @Test
    void givesThePlaceBackWhenThereIsTooMuchToDo() {
        List<LoginAttempt> others = others("guest");
        CompletableFuture<Optional<User>> first = admit("guest");
        CompletableFuture<Optional<User>> second = admit("guest");
        workers.shutdown();
        others.get(0).leave();
        assertThat(List.of(first, second)).allSatisfy(each -> assertThatThrownBy(() -> each.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
            .hasCauseInstanceOf(RejectedExecutionException.class));
    }

    private static void awaitFreedom(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** As many as are looked at at a time. */
    private List<LoginAttempt> others(String name) {
        return IntStream.range(0, 64).mapToObj(i -> broker.reception().brake().attempt(Origin.of(HERE.getHostAddress()), name, () -> { })).toList();
    }

    private CompletableFuture<Optional<User>> admit(String name) {
        return doorkeeper.admit(new Credentials(name, name), HERE).toCompletableFuture();
    }

    private static Broker broker() {
        TransientStore store = new TransientStore();
        Broker broker = new Broker(new Broker.Admission(Set.of(), HashAlgorithm.SHA256, -1), store, QueueStorage.boundless(store));
        broker.putUser(new User("guest", broker.hash("guest"), Set.of("administrator")));
        broker.putUser(new User("plain", broker.hash("plain"), Set.of()));
        return broker;
    }
}
