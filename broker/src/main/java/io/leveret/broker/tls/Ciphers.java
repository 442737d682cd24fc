package io.leveret.broker.tls;

import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** Which cipher suites there are, by the names of the standard and by OpenSSL's, which RabbitMQ knows. */
final class Ciphers {

    /** Those that vouch for what they encrypt, with keys that are forgotten after the connection; as RabbitMQ's. */
    private static final List<String> USUAL = List.of("TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384", "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256");

    private Ciphers() {
    }

    /**
     * @param wanted   the first one is the one that is liked best; none for what is usual
     * @param versions of TLS, by Java's names
     * @return by the names of the standard
     * @throws TlsException when there is no such suite, or none of them is of one of the versions
     */
    static List<String> of(List<String> wanted, List<String> versions) {
        if (wanted.isEmpty()) return USUAL;
        Map<String, String> known = known();
        List<String> found = wanted.stream().map(name -> {
            String standard = known.get(name);
            if (standard == null) throw new TlsException("there is no cipher suite '" + name + "'");
            return standard;
        }).distinct().toList();
        for (String version : versions) {
            boolean isNew = version.equals("TLSv1.3");
            if (found.stream().noneMatch(suite -> isOfTls13(suite) == isNew)) throw new TlsException("none of the cipher suites is one of " + version);
        }
        return found;
    }

    /** Its suites do not say how keys are agreed on. */
    private static boolean isOfTls13(String suite) {
        return !suite.contains("_WITH_");
    }

    private static Map<String, String> known() {
        try {
            Map<String, String> known = new HashMap<>();
            Arrays.stream(SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites()).filter(suite -> suite.startsWith("TLS_"))
                    .forEach(suite -> {
                        known.put(suite, suite);
                        known.put(openSslName(suite), suite);
                    });
            return known;
        } catch (NoSuchAlgorithmException e) {
            throw new TlsException("there is no TLS: " + e.getMessage(), e);
        }
    }

    /** {@code ECDHE-RSA-AES256-GCM-SHA384} for {@code TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384}. */
    static String openSslName(String suite) {
        if (isOfTls13(suite)) return suite;
        String[] parts = suite.substring("TLS_".length()).split("_WITH_");
        String keys = parts[0].equals("RSA") ? "" : parts[0].replace('_', '-') + "-";
        String cipher = parts[1].replaceFirst("^AES_(\\d+)", "AES$1").replace("_CBC", "").replaceFirst("POLY1305_SHA256$", "POLY1305");
        return keys + cipher.replace('_', '-');
    }
}
