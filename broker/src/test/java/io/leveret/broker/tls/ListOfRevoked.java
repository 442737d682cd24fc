package io.leveret.broker.tls;

import io.netty.pkitesting.X509Bundle;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;

/** A list as an authority makes it, for any time. */
final class ListOfRevoked {

    private static final int UTC_TIME = 0x17;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private static final Der ECDSA_WITH_SHA256 = Der.of(Der.SEQUENCE, new Der(Der.OID, new byte[] {0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 4, 3, 2}));

    private ListOfRevoked() {
    }

    static String pem(X509Bundle authority, Instant made, Instant next, BigInteger... serials) throws Exception {
        ByteArrayOutputStream entries = new ByteArrayOutputStream();
        for (BigInteger serial : serials) entries.writeBytes(Der.of(Der.SEQUENCE, new Der(Der.INTEGER, serial.toByteArray()), time(made)).encoded());
        Der issuer = Der.read(authority.getCertificate().getSubjectX500Principal().getEncoded());
        Der list = serials.length == 0 ? Der.of(Der.SEQUENCE, ECDSA_WITH_SHA256, issuer, time(made), time(next))
                : Der.of(Der.SEQUENCE, ECDSA_WITH_SHA256, issuer, time(made), time(next), new Der(Der.SEQUENCE, entries.toByteArray()));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(authority.getKeyPair().getPrivate());
        signature.update(list.encoded());
        ByteArrayOutputStream bits = new ByteArrayOutputStream();
        bits.write(0);
        bits.writeBytes(signature.sign());
        byte[] whole = Der.of(Der.SEQUENCE, list, ECDSA_WITH_SHA256, new Der(Der.BIT_STRING, bits.toByteArray())).encoded();
        return "-----BEGIN X509 CRL-----\n" + Base64.getMimeEncoder().encodeToString(whole) + "\n-----END X509 CRL-----\n";
    }

    private static Der time(Instant at) {
        return new Der(UTC_TIME, TIME.format(at).getBytes(StandardCharsets.US_ASCII));
    }
}
