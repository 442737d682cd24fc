package io.leveret.engine.access;

import static io.leveret.engine.access.HashAlgorithm.BCRYPT;
import static io.leveret.engine.access.HashAlgorithm.MD5;
import static io.leveret.engine.access.HashAlgorithm.SHA256;
import static io.leveret.engine.access.HashAlgorithm.SHA512;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PasswordHashTest {

    @ParameterizedTest
    @CsvSource({
        "rabbit_password_hashing_sha256, test12, kI3GCqW5JLMJa4iX1lo7X4D6XbYqlLgxIs30+P6tENUV2POR",
        "rabbit_password_hashing_sha512, test12, kI3GChuNuIYf8lRbCCxZjgjKwsY19ns6+uFO0zcXRBGA/XGJPYD8OWMy7EB8TaOmAzjP2azv84GbINYwX2cDWb4DHnc=",
        "rabbit_password_hashing_md5, test12, kI3GChNpte2FApYFXScl+0dIluk=",
        "leveret_password_hashing_bcrypt, abc123xyz, $2a$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW"})
    void readsWhatOthersHaveWritten(String algorithm, String password, String text) {
        PasswordHash hash = PasswordHash.parse(HashAlgorithm.named(algorithm), text);
        assertThat(hash.matches(password)).isTrue();
        assertThat(hash.matches(password + "!")).isFalse();
        assertThat(hash.text()).isEqualTo(text);
        assertThat(hash.algorithm()).hasToString(algorithm);
    }

    @ParameterizedTest
    @EnumSource
    void matchesItsOwnPasswordOnly(HashAlgorithm algorithm) {
        PasswordHash hash = PasswordHash.of(algorithm, "gehéim");
        assertThat(hash.matches("gehéim")).isTrue();
        assertThat(hash.matches("geheim")).isFalse();
        assertThat(PasswordHash.parse(algorithm, hash.text()).matches("gehéim")).isTrue();
        assertThat(PasswordHash.of(algorithm, "gehéim").text()).as("salted").isNotEqualTo(hash.text());
    }

    @Test
    void bcryptLooksAtAllOfALongPassword() {
        String long1 = "x".repeat(80) + "1";
        PasswordHash hash = PasswordHash.of(BCRYPT, long1);
        assertThat(hash.matches(long1)).isTrue();
        assertThat(hash.matches("x".repeat(80) + "2")).isFalse();
    }

    @Test
    void refusesWhatIsNoSuchHash() {
        String sha256 = "kI3GCqW5JLMJa4iX1lo7X4D6XbYqlLgxIs30+P6tENUV2POR";
        assertThatThrownBy(() -> PasswordHash.parse(SHA512, sha256)).hasMessage("a salted SHA-512 hash has 68 bytes, not 36");
        assertThatThrownBy(() -> PasswordHash.parse(MD5, "?")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PasswordHash.parse(BCRYPT, sha256)).hasMessage("not a bcrypt hash");
        assertThatThrownBy(() -> PasswordHash.parse(BCRYPT, "$2a$31$" + "a".repeat(53)))
            .hasMessage("the cost of a bcrypt hash is 4 to 14, not 31");
        assertThatThrownBy(() -> HashAlgorithm.named("rot13")).hasMessage("unknown hashing algorithm 'rot13'");
        assertThat(PasswordHash.parse(SHA256, "").isNone()).isTrue();
    }

    @Test
    void isNeverPrinted() {
        PasswordHash hash = PasswordHash.of("secret");
        assertThat(new User("u", hash, java.util.Set.of()).toString() + hash).doesNotContain(hash.text());
    }
}
