package io.leveret.api.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** The bytes of a body in JSON: as text where they are some. */
public final class Payload {

    private Payload() {
    }

    /** @param isBinary whether they are to be in base64 even where they are text */
    public static void put(Map<String, Object> shown, byte[] payload, boolean isBinary) {
        Optional<String> text = isBinary ? Optional.empty() : text(payload);
        shown.put("payload", text.orElseGet(() -> Base64.getEncoder().encodeToString(payload)));
        shown.put("payload_encoding", text.isPresent() ? "string" : "base64");
    }

    private static Optional<String> text(byte[] bytes) {
        try {
            return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
