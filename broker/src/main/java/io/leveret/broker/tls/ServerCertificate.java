package io.leveret.broker.tls;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;

/** Who a listener is: its certificate, with those that lead to the authority behind it, and the key that goes with it. */
record ServerCertificate(List<X509Certificate> chain, PrivateKey key) {

    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

    private static final byte[] SAMPLE = "leveret".getBytes(StandardCharsets.US_ASCII);

    /** @throws TlsException when one of the files is of no use, or they do not belong together */
    static ServerCertificate read(CertificateFiles from) {
        List<X509Certificate> chain = PemFile.read(from.certfile()).certificates();
        PrivateKey key = PrivateKeys.read(from.keyfile(), from.password());
        if (!belong(chain.get(0).getPublicKey(), key)) {
            throw new TlsException("the key in " + from.keyfile() + " does not belong to the (first) certificate in " + from.certfile());
        }
        return new ServerCertificate(chain, key);
    }

    X509Certificate leaf() {
        return chain.get(0);
    }

    /** Of which clients may expect this certificate; {@code *} may stand for the first part of one. */
    List<String> hostNames() {
        return LoginName.SanType.DNS.of(leaf());
    }

    /** What the one has signed, the other recognises. */
    private static boolean belong(PublicKey open, PrivateKey secret) {
        if (!open.getAlgorithm().equals(secret.getAlgorithm())) return false;
        String algorithm = SIGNATURES.get(secret.getAlgorithm());
        if (algorithm == null) return true;
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(secret);
            signature.update(SAMPLE);
            byte[] signed = signature.sign();
            signature.initVerify(open);
            signature.update(SAMPLE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
