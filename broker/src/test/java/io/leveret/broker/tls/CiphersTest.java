package io.leveret.broker.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CiphersTest {

    @ParameterizedTest
    @CsvSource({
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, ECDHE-ECDSA-AES256-GCM-SHA384",
        "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256, ECDHE-RSA-AES128-SHA256",
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, ECDHE-RSA-CHACHA20-POLY1305",
        "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256, DHE-RSA-AES128-GCM-SHA256"})
    void goByOpenSslsNamesToo(String standard, String openSsl) {
        assertThat(Ciphers.openSslName(standard)).isEqualTo(openSsl);
        assertThat(Ciphers.of(List.of(openSsl), List.of("TLSv1.2"))).containsExactly(standard);
        assertThat(Ciphers.of(List.of(standard), List.of("TLSv1.2"))).containsExactly(standard);
    }

    @Test
    void areThoseThatVouchForWhatTheyEncryptUnlessOthersAreWanted() {
        assertThat(Ciphers.of(List.of(), List.of("TLSv1.3", "TLSv1.2"))).allMatch(suite -> suite.matches(".*(GCM|POLY1305).*"))
                .noneMatch(suite -> suite.contains("_RSA_WITH_") && !suite.contains("DHE"));
    }

    @Test
    void keepTheirOrder() {
        List<String> wanted = List.of("TLS_AES_128_GCM_SHA256", "ECDHE-RSA-AES256-GCM-SHA384", "TLS_AES_256_GCM_SHA384");
        assertThat(Ciphers.of(wanted, List.of("TLSv1.3", "TLSv1.2")))
                .containsExactly("TLS_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "TLS_AES_256_GCM_SHA384");
    }

    @Test
    void haveToBeThereForEachVersion() {
        assertThatThrownBy(() -> Ciphers.of(List.of("ROT13"), List.of("TLSv1.3"))).hasMessage("there is no cipher suite 'ROT13'");
        assertThatThrownBy(() -> Ciphers.of(List.of("ECDHE-RSA-AES256-GCM-SHA384"), List.of("TLSv1.3", "TLSv1.2")))
                .hasMessage("none of the cipher suites is one of TLSv1.3");
        assertThatThrownBy(() -> Ciphers.of(List.of("TLS_AES_128_GCM_SHA256"), List.of("TLSv1.3", "TLSv1.2")))
                .hasMessage("none of the cipher suites is one of TLSv1.2");
    }
}
