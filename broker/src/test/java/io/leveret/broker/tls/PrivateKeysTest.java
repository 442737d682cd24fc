package io.leveret.broker.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateKeysTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void readsPkcs8(String algorithm) throws Exception {
        PrivateKey key = key(algorithm);
        assertThat(read(pem("PRIVATE KEY", "", key.getEncoded()))).isEqualTo(key);
    }

    @Test
    void readsRsaKeysOfThePast() throws Exception {
        PrivateKey key = key("RSA");
        assertThat(read(pem("RSA PRIVATE KEY", "", within(key)))).isEqualTo(key);
    }

    /** Java leaves the curve out, which OpenSSL writes between the key and the point. */
    @Test
    void readsEllipticKeysOfThePast() throws Exception {
        PrivateKey key = key("EC");
        ByteBuffer parts = Der.read(key.getEncoded()).parts();
        Der.read(parts);
        ByteBuffer algorithm = Der.read(parts).parts();
        Der.read(algorithm);
        Der curve = new Der(0xa0, Der.read(algorithm).encoded());
        ByteBuffer secret = Der.read(within(key)).parts();
        byte[] old = Der.of(Der.SEQUENCE, Der.read(secret), Der.read(secret), curve).encoded();
        assertThat(((ECPrivateKey) read(pem("EC PRIVATE KEY", "", old))).getS()).isEqualTo(((ECPrivateKey) key).getS());
    }

    @Test
    void decryptsWithThePasswordAlone() throws Exception {
        PrivateKey key = key("RSA");
        Path file = pem("ENCRYPTED PRIVATE KEY", "", encrypted(key, "secret"));
        assertThat(PrivateKeys.read(file, Optional.of("secret"))).isEqualTo(key);
        assertThatThrownBy(() -> PrivateKeys.read(file, Optional.of("wrong")))
                .isInstanceOf(TlsException.class).hasMessage(file + " cannot be decrypted with the password that is set");
        assertThatThrownBy(() -> PrivateKeys.read(file, Optional.empty()))
                .isInstanceOf(TlsException.class).hasMessage(file + " is encrypted, and no password for it is set");
    }

    @Test
    void saysHowToConvertWhatIsEncryptedInTheOldWay() throws Exception {
        Path file = pem("RSA PRIVATE KEY", "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\n", new byte[100]);
        assertThatThrownBy(() -> read(file)).isInstanceOf(TlsException.class).hasMessageContaining("openssl pkcs8 -topk8 -in key.pem");
    }

    @Test
    void refusesWhatIsNoKey() throws Exception {
        assertThatThrownBy(() -> read(pem("PRIVATE KEY", "", new byte[100]))).isInstanceOf(TlsException.class)
                .hasMessageContaining("damaged or of an unknown kind");
        assertThatThrownBy(() -> read(pem("EC PRIVATE KEY", "", new byte[3]))).isInstanceOf(TlsException.class)
                .hasMessageContaining("damaged or of an unknown kind");
        assertThatThrownBy(() -> read(pem("DSA PRIVATE KEY", "", new byte[3]))).isInstanceOf(TlsException.class)
                .hasMessageContaining("of a kind that is not known here: DSA PRIVATE KEY");
        assertThatThrownBy(() -> read(directory)).isInstanceOf(TlsException.class).hasMessageContaining("is a directory");
    }

    private static PrivateKey read(Path file) {
        return PrivateKeys.read(file, Optional.empty());
    }

    private static PrivateKey key(String algorithm) throws GeneralSecurityException {
        return KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPrivate();
    }

    /** What PKCS #8 wraps: after version and algorithm. */
    private static byte[] within(PrivateKey key) {
        ByteBuffer parts = Der.read(key.getEncoded()).parts();
        Der.read(parts);
        Der.read(parts);
        return Der.read(parts).content();
    }

    private static byte[] encrypted(PrivateKey key, String password) throws GeneralSecurityException, IOException {
        String algorithm = "PBEWithHmacSHA256AndAES_256";
        SecretKey secret = SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password.toCharArray()));
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(Cipher.ENCRYPT_MODE, secret);
        Der pbes2 = new Der(Der.OID, HexFormat.of().parseHex("2a864886f70d01050d"));
        Der scheme = Der.of(Der.SEQUENCE, pbes2, Der.read(cipher.getParameters().getEncoded()));
        return Der.of(Der.SEQUENCE, scheme, new Der(Der.OCTET_STRING, cipher.doFinal(key.getEncoded()))).encoded();
    }

    private Path pem(String label, String headers, byte[] content) throws IOException {
        String text = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(content);
        return Files.writeString(directory.resolve("key.pem"),
                "written by hand\n-----BEGIN " + label + "-----\n" + headers + text + "\n-----END " + label + "-----\n");
    }
}
