package io.leveret.broker.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Private keys in the forms that OpenSSL writes: PKCS #8, encrypted or not, and what was usual before. */
final class PrivateKeys {

    /** What OpenSSL uses, by name and by number; its parameters tell what it consists of. */
    private static final Set<String> PBES2 = Set.of("PBES2", "1.2.840.113549.1.5.13");

    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

    private static final Der ZERO = new Der(Der.INTEGER, new byte[] {0});
    private static final Der NOTHING = new Der(0x05, new byte[0]);
    private static final Der RSA = new Der(Der.OID, new byte[] {0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1});
    private static final Der EC = new Der(Der.OID, new byte[] {0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1});
    private static final int EC_PARAMETERS = 0xa0;

    private PrivateKeys() {
    }

    /** The first that the file holds. */
    static PrivateKey read(Path path, Optional<String> password) {
        for (PemFile.Block block : PemFile.read(path).blocks()) {
            if (!block.label().endsWith("PRIVATE KEY")) continue;
            try {
                return parse(pkcs8(path, block, password));
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                throw new TlsException(path + " holds a private key that is damaged or of an unknown kind", e);
            }
        }
        throw new TlsException(path + " holds no private key");
    }

    private static byte[] pkcs8(Path path, PemFile.Block block, Optional<String> password) {
        if (block.headers().contains("ENCRYPTED")) {
            throw new TlsException(path + " is encrypted in a way of the past: convert it with 'openssl pkcs8 -topk8 -in "
                    + path.getFileName() + " -out new-key.pem'");
        }
        return switch (block.label()) {
            case "PRIVATE KEY" -> block.der();
            case "ENCRYPTED PRIVATE KEY" -> decrypted(path, block.der(), password);
            case "RSA PRIVATE KEY" -> wrapped(Der.of(Der.SEQUENCE, RSA, NOTHING), block.der());
            case "EC PRIVATE KEY" -> wrapped(Der.of(Der.SEQUENCE, EC, curve(block.der())), block.der());
            default -> throw new TlsException(path + " holds a key of a kind that is not known here: " + block.label());
        };
    }

    private static byte[] wrapped(Der algorithm, byte[] key) {
        return Der.of(Der.SEQUENCE, ZERO, algorithm, new Der(Der.OCTET_STRING, key)).encoded();
    }

    /** Version, key, and then the curve in a bracket of its own. */
    private static Der curve(byte[] key) {
        ByteBuffer parts = Der.read(key).parts();
        while (parts.hasRemaining()) {
            Der part = Der.read(parts);
            if (part.tag() == EC_PARAMETERS) return Der.read(part.content());
        }
        throw new IllegalArgumentException("no curve");
    }

    private static byte[] decrypted(Path path, byte[] encrypted, Optional<String> password) {
        if (password.isEmpty()) throw new TlsException(path + " is encrypted, and no password for it is set");
        try {
            EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(encrypted);
            String algorithm = PBES2.contains(info.getAlgName()) ? info.getAlgParameters().toString() : info.getAlgName();
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(Cipher.DECRYPT_MODE, SecretKeyFactory.getInstance(algorithm).generateSecret(
                    new PBEKeySpec(password.get().toCharArray())), info.getAlgParameters());
            return info.getKeySpec(cipher).getEncoded();
        } catch (InvalidKeySpecException e) {
            throw new TlsException(path + " cannot be decrypted with the password that is set", e);
        } catch (GeneralSecurityException | IOException e) {
            throw new TlsException(path + " is encrypted in a way that Java does not know: " + e.getMessage(), e);
        }
    }

    /** What it is a key for stands within; asking each kind is shorter than reading it. */
    private static PrivateKey parse(byte[] pkcs8) throws GeneralSecurityException {
        InvalidKeySpecException last = null;
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException e) {
                last = e;
            }
        }
        throw last;
    }
}
