package io.leveret.broker.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of certificates and keys as OpenSSL writes them: blocks of Base64, each with a label. */
record PemFile(Path path, List<Block> blocks) {

    /** @param headers lines before the Base64, which say how an old-fashioned key is encrypted */
    record Block(String label, String headers, byte[] der) {
    }

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s*?\\n((?:.*:.*\\n)*)([^:-]*)-----END \\1-----");

    /** A megabyte is some five hundred certificates. */
    private static final long LARGEST = 1 << 20;

    static PemFile read(Path path) {
        try {
            if (Files.isDirectory(path)) throw new TlsException(path + " is a directory, not a certificate or key");
            if (Files.size(path) > LARGEST) throw new TlsException(path + " is too large for certificates and keys");
            return new PemFile(path, blocks(path, Files.readString(path, StandardCharsets.ISO_8859_1)));
        } catch (NoSuchFileException e) {
            throw new TlsException("there is no file " + path, e);
        } catch (IOException e) {
            throw new TlsException(path + " cannot be read: " + (Files.isReadable(path) ? e.getMessage() : "permission denied"), e);
        }
    }

    private static List<Block> blocks(Path path, String text) {
        List<Block> found = new ArrayList<>();
        Matcher next = BLOCK.matcher(text.replace("\r\n", "\n"));
        while (next.find()) {
            try {
                found.add(new Block(next.group(1), next.group(2), Base64.getMimeDecoder().decode(next.group(3))));
            } catch (IllegalArgumentException e) {
                throw new TlsException(path + " holds a damaged " + next.group(1) + ": " + e.getMessage(), e);
            }
        }
        if (found.isEmpty()) throw new TlsException(path + " holds nothing in PEM");
        return List.copyOf(found);
    }

    /** In the order they stand in; at least one. */
    List<X509Certificate> certificates() {
        List<X509Certificate> found = new ArrayList<>();
        for (Block block : blocks) {
            if (!block.label().matches("(X509 |TRUSTED )?CERTIFICATE")) continue;
            try {
                CertificateFactory factory = CertificateFactory.getInstance("X.509");
                found.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.der())));
            } catch (CertificateException e) {
                throw new TlsException(path + " holds a damaged certificate: " + e.getMessage(), e);
            }
        }
        if (found.isEmpty()) throw new TlsException(path + " holds no certificate");
        return List.copyOf(found);
    }
}
