package io.leveret.broker.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against what RabbitMQ 4.3 makes of the same names. */
class DistinguishedNameTest {

    private static final Map<String, String> KEYWORDS = Map.of("TITLE", "2.5.4.12", "SERIALNUMBER", "2.5.4.5",
            "EMAILADDRESS", "1.2.840.113549.1.9.1", "BIZ", "2.5.4.15");

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "CN=alice,OU=Ops,O=Example,C=DE           | CN=alice,OU=Ops,O=Example,C=DE",
        "CN=Zo\u00eb \\<x\\>,ST=Some\\, where,C=DE | CN=Zo\\C3\\AB \\<x\\>,ST=Some\\, where,C=DE",
        "DC=example,TITLE=Dr,SERIALNUMBER=99       | DC=example,TITLE=Dr,SERIALNUMBER=99",
        "EMAILADDRESS=a@b.de,UID=u1                | EMAILADDRESS=a@b.de,UID=u1",
        "CN=a+OU=b,O=c                             | CN=a+OU=b,O=c",
        "O=\\ Ex\\ ,CN=\\#1~                       | O=\\ Ex\\ ,CN=\\#1\\7E",
        "BIZ=Private Organization,CN=x             | 2.5.4.15=Private Organization,CN=x"})
    void isWrittenAsRabbitMqDoes(String name, String written) {
        assertThat(DistinguishedName.of(new X500Principal(name, KEYWORDS))).hasToString(written);
    }

    @Test
    void knowsTheValuesOfAType() {
        DistinguishedName name = DistinguishedName.of(new X500Principal("CN=a,OU=x,CN=b"));
        assertThat(name.values(DistinguishedName.COMMON_NAME)).containsExactly("b", "a");
    }
}
