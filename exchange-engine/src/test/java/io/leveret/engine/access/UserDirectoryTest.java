package io.leveret.engine.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class UserDirectoryTest {

    private final UserDirectory users = new UserDirectory(Set.of("guest"), HashAlgorithm.SHA256);

    @Test
    void knowsWhoGivesTheRightPassword() {
        User alice = add("alice", PasswordHash.of("secret"));
        assertThat(users.authenticate("alice", "secret", false)).contains(alice);
        assertThat(users.authenticate("alice", "wrong", false)).isEmpty();
        assertThat(users.authenticate("bob", "secret", false)).isEmpty();
        assertThat(users.authenticate("bob", "nobody", false)).isEmpty();
    }

    @Test
    void letsNobodyInWithoutAPassword() {
        add("blank", PasswordHash.of(""));
        add("none", PasswordHash.NONE);
        assertThat(users.authenticate("blank", "", true)).isEmpty();
        assertThat(users.authenticate("none", "", true)).isEmpty();
        assertThat(users.authenticate("none", "nobody", true)).isEmpty();
    }

    @Test
    void letsSomeInFromThisMachineOnly() {
        add("guest", PasswordHash.of("guest"));
        assertThat(users.authenticate("guest", "guest", true)).isPresent();
        assertThat(users.authenticate("guest", "guest", false)).isEmpty();
    }

    @Test
    void tellsTheLogWhyItRefuses() {
        add("guest", PasswordHash.of("guest"));
        add("alice", PasswordHash.of("secret"));
        add("none", PasswordHash.NONE);
        assertThat(users.refusal("bob", "secret", true)).isEqualTo("there is no such user");
        assertThat(users.refusal("alice", "wrong", true)).isEqualTo("wrong password");
        assertThat(users.refusal("alice", "", true)).isEqualTo("the password is empty");
        assertThat(users.refusal("none", "secret", true)).isEqualTo("has no password");
        assertThat(users.refusal("guest", "guest", false)).isEqualTo("may log in from this machine only");
    }

    @Test
    void saysWhoTakesLong() {
        add("quick", PasswordHash.of("secret"));
        add("slow", PasswordHash.of(HashAlgorithm.BCRYPT, "secret"));
        assertThat(users.isSlow("quick")).isFalse();
        assertThat(users.isSlow("slow")).isTrue();
        assertThat(users.isSlow("nobody")).isFalse();
        assertThat(new UserDirectory(Set.of(), HashAlgorithm.BCRYPT).isSlow("nobody")).as("unknown, as slow as most").isTrue();
    }

    private User add(String name, PasswordHash hash) {
        User user = new User(name, hash, Set.of());
        users.put(user);
        return user;
    }
}
