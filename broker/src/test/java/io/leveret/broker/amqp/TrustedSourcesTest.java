package io.leveret.broker.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.local.LocalAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedSourcesTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.7, 10.0.0.7, true", "10.0.0.7, 10.0.0.8, false", "10.0.0.0/8, 10.255.1.2, true", "10.0.0.0/8, 11.0.0.0, false",
        "10.0.0.128/25, 10.0.0.127, false", "10.0.0.128/25, 10.0.0.200, true", "0.0.0.0/0, 8.8.8.8, true", "0.0.0.0/0, ::1, false",
        "::1, ::1, true", "fd00::/8, fdff::1, true", "fd00::/8, fe80::1, false", "::ffff:10.0.0.7, 10.0.0.7, true"})
    void areAddressesAndNetworks(String network, String address, boolean isTrusted) throws Exception {
        InetSocketAddress source = new InetSocketAddress(InetAddress.getByName(address), 5672);
        assertThat(TrustedSources.of(List.of("192.0.2.1", network)).contain(source)).isEqualTo(isTrusted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "10.0.0", "10.0.0.0/33", "10.0.0.0/x", "::1/129", "300.1.1.1", "fd00::g", "", "1:2"})
    void areNothingElse(String network) {
        assertThatThrownBy(() -> TrustedSources.of(List.of(network))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsNotOfTheNetworkIsNotTrusted() {
        assertThat(TrustedSources.of(List.of("0.0.0.0/0")).contain(new LocalAddress("here"))).isFalse();
    }
}
