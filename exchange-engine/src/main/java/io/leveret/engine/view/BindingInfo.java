package io.leveret.engine.view;

import io.leveret.codec.value.FieldTable;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32;

/**
 * A binding.
 *
 * @param source empty for the default exchange, to which every queue is bound by its name
 */
public record BindingInfo(String virtualHost, String source, DestinationKind kind, String destination, String routingKey,
                          FieldTable arguments) {

    /** What tells the bindings of a source to a destination apart, as in the API's addresses. */
    public String propertiesKey() {
        String key = encoded(routingKey);
        if (arguments.isEmpty()) return routingKey.isEmpty() ? "~" : key;
        CRC32 hash = new CRC32();
        hash.update(arguments.toString().getBytes(StandardCharsets.UTF_8));
        int value = (int) hash.getValue();
        byte[] bytes = {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value};
        return key + "~" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** As in a query, only that a tilde, which parts the key from the hash, is encoded too. */
    private static String encoded(String text) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xFF);
            if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || ".-_".indexOf(c) >= 0) encoded.append(c);
            else if (c == ' ') encoded.append('+');
            else encoded.append(String.format("%%%02X", (int) c));
        }
        return encoded.toString();
    }
}
