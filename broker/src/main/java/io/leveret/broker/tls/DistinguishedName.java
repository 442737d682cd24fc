package io.leveret.broker.tls;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.security.auth.x500.X500Principal;

/** The name in a certificate, written as RabbitMQ writes it: RFC 4514, the most special part first, all but ASCII escaped. */
final class DistinguishedName {

    static final String COMMON_NAME = "2.5.4.3";

    private static final Map<String, String> KEYWORDS = Map.ofEntries(
            Map.entry("2.5.4.4", "SN"), Map.entry("2.5.4.42", "GIVENNAME"), Map.entry("2.5.4.43", "INITIALS"),
            Map.entry("2.5.4.44", "GENERATIONQUALIFIER"), Map.entry(COMMON_NAME, "CN"), Map.entry("2.5.4.7", "L"),
            Map.entry("2.5.4.8", "ST"), Map.entry("2.5.4.10", "O"), Map.entry("2.5.4.11", "OU"), Map.entry("2.5.4.12", "TITLE"),
            Map.entry("2.5.4.6", "C"), Map.entry("2.5.4.5", "SERIALNUMBER"), Map.entry("2.5.4.65", "PSEUDONYM"),
            Map.entry("0.9.2342.19200300.100.1.25", "DC"), Map.entry("1.2.840.113549.1.9.1", "EMAILADDRESS"),
            Map.entry("2.5.4.9", "STREET"), Map.entry("0.9.2342.19200300.100.1.1", "UID"));

    private static final Map<Integer, Charset> TEXTS = Map.of(0x0c, StandardCharsets.UTF_8, 0x13, StandardCharsets.US_ASCII,
            0x14, StandardCharsets.ISO_8859_1, 0x16, StandardCharsets.US_ASCII, 0x1e, StandardCharsets.UTF_16BE,
            0x1c, Charset.forName("UTF-32BE"));

    private record Part(String type, String value) {
    }

    private final List<List<Part>> parts = new ArrayList<>();

    private DistinguishedName(X500Principal principal) {
        ByteBuffer sets = Der.read(principal.getEncoded()).parts();
        while (sets.hasRemaining()) {
            List<Part> together = new ArrayList<>();
            ByteBuffer pairs = Der.read(sets).parts();
            while (pairs.hasRemaining()) {
                ByteBuffer pair = Der.read(pairs).parts();
                together.add(new Part(Der.read(pair).dotted(), text(Der.read(pair))));
            }
            parts.add(together);
        }
    }

    static DistinguishedName of(X500Principal principal) {
        return new DistinguishedName(principal);
    }

    /** All values of a type, in the order they stand in. */
    List<String> values(String type) {
        return parts.stream().flatMap(List::stream).filter(part -> part.type().equals(type)).map(Part::value).toList();
    }

    @Override
    public String toString() {
        List<String> written = new ArrayList<>();
        for (List<Part> together : parts) {
            written.add(String.join("+", together.stream()
                    .map(part -> KEYWORDS.getOrDefault(part.type(), part.type()) + "=" + escaped(part.value())).toList()));
        }
        Collections.reverse(written);
        return String.join(",", written);
    }

    static String text(Der value) {
        Charset charset = TEXTS.get(value.tag());
        return charset == null ? "#" + HexFormat.of().formatHex(value.encoded()) : new String(value.content(), charset);
    }

    private static String escaped(String value) {
        StringBuilder out = new StringBuilder();
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            int next = bytes[i] & 0xff;
            boolean isAtEdge = i == 0 && (next == ' ' || next == '#') || i == bytes.length - 1 && next == ' ';
            if (isAtEdge || "\"+,;<>\\".indexOf(next) >= 0) out.append('\\').append((char) next);
            else if (next < 0x20 || next >= 0x7e) out.append(String.format("\\%02X", next));
            else out.append((char) next);
        }
        return out.toString();
    }
}
