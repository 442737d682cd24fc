package io.leveret.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leveret.engine.Broker;
import io.leveret.engine.access.HashAlgorithm;
import io.leveret.engine.access.LoginAttempt;
import io.leveret.engine.access.Origin;
import io.leveret.engine.access.User;
import io.leveret.engine.queue.QueueStorage;
import io.leveret.engine.store.TransientStore;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DoorkeeperTest {

    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static final int PATIENCE_SECONDS = 60;

    private final Broker broker = broker();
    private final Doorkeeper doorkeeper = new Doorkeeper(broker);

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
