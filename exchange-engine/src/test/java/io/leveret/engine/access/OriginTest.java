package io.leveret.engine.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginTest {

    @ParameterizedTest
    @CsvSource({"2001:db8:1:2::7, 2001:db8:1:2::/64", "2001:db8:1:2:ffff:0:0:1, 2001:db8:1:2::/64", "2001:0db8:0001:0002:0:0:0:7, 2001:db8:1:2::/64",
        "2001:db8::7, 2001:db8:0:0::/64", "fe80::1%eth0, fe80:0:0:0::/64", "::2, 0:0:0:0::/64", "1::, 1:0:0:0::/64"})
    void addressesOfOneIpv6NetworkAreOnePlace(String address, String network) {
        assertThat(Origin.of(address)).hasToString(network);
    }

    @Test
    void ipv4AddressesAreOnePlaceEach() {
        assertThat(Origin.of("192.0.2.7")).hasToString("192.0.2.7").isNotEqualTo(Origin.of("192.0.2.8"));
    }

    @ParameterizedTest
    @CsvSource({"::1", "0:0:0:0:0:0:0:1"})
    void thisMachineIsNotItsNetwork(String address) {
        assertThat(Origin.of(address)).hasToString("::1");
    }

    @ParameterizedTest
    @CsvSource({"''", ":", "::", ":::", "1:2:3:4:5:6:7:8:9", "a::b::c"})
    void whatIsNoAddressIsSomePlace(String text) {
        assertThat(Origin.of(text)).isNotNull();
    }
}
