package io.leveret.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdministrationTest {

    private final Leveret broker = Leveret.builder().inMemory().amqpPort(0).start();
    private final Administration administration = broker.administration();

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void saysWhichArgumentIsMissing() {
        assertMissing("name", () -> administration.addVirtualHost(null));
        assertMissing("password", () -> administration.putUser("alice", null));
        assertMissing("tags", () -> administration.putUser("alice", "secret", (String[]) null));
        assertMissing("tag", () -> administration.setTags("guest", "monitoring", null));
        assertMissing("user", () -> administration.permit(null, "/", "", "", ""));
        assertMissing("write", () -> administration.permit("guest", "/", "", null, ""));
        assertMissing("virtualHost", () -> administration.clearPolicy(null, "p"));
        assertMissing("pattern", () -> administration.setPolicy("/", "p", null, "all", 0, Map.of("max-length", 1)));
        assertMissing("definition", () -> administration.setOperatorPolicy("/", "p", "", "all", 0, null));
    }

    @Test
    void saysInOneWayThatAVirtualHostIsNotThere() {
        assertUnknown(() -> administration.permit("guest", "shop", "", "", ""));
        assertUnknown(() -> administration.limitVirtualHost("shop", 1, 1));
        assertUnknown(() -> administration.setTracing("shop", true));
        assertUnknown(() -> administration.setPolicy("shop", "p", "", "all", 0, Map.of("max-length", 1)));
        assertUnknown(() -> administration.clearOperatorPolicy("shop", "p"));
    }

    @Test
    void removesWhatIsNotThereWithoutAWord() {
        administration.deleteVirtualHost("shop").deleteUser("alice").removePermissions("alice", "shop")
                .removeTopicPermissions("guest", "/", "amq.topic").clearPolicy("/", "p").clearOperatorPolicy("/", "p");
    }

    @Test
    void keepsParametersAsTheyAreInJson() {
        Map<String, Object> value = new HashMap<>();
        value.put("nothing", null);
        value.put("numbers", List.of(1L, 2.5, true, "text"));
        administration.setParameter("/", "shovel", "s", value).setParameter("/", "other", "s", "not asked for")
                .setGlobalParameter("cluster_name", "one");
        assertThat(administration.parameters("/", "shovel")).isEqualTo(Map.of("s", value));
        assertThat(administration.globalParameters()).isEqualTo(Map.of("cluster_name", "one"));
        administration.clearParameter("/", "shovel", "s").clearParameter("/", "shovel", "s").clearGlobalParameter("cluster_name");
        assertThat(administration.parameters("/", "shovel")).isEmpty();
        assertThat(administration.globalParameters()).isEmpty();
        assertThatThrownBy(() -> administration.setParameter("/", "shovel", "s", new Object()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> administration.setParameter("/", "", "s", 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertMissing(String argument, ThrowingCallable action) {
        assertThatThrownBy(action).isInstanceOf(NullPointerException.class).hasMessage(argument);
    }

    private static void assertUnknown(ThrowingCallable action) {
        assertThatThrownBy(action).isInstanceOf(NoSuchElementException.class).hasMessage("no virtual host 'shop'");
    }
}
