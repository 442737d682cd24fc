package io.leveret.api;

import io.leveret.api.http.ApiException;
import io.leveret.api.json.JsonObject;
import io.leveret.engine.queue.Settlement;

/**
 * Which messages somebody wants to get, and how.
 *
 * @param settlement what becomes of them
 * @param isBinary   whether payloads are to be in base64 even where they are text
 * @param truncate   how many bytes of each payload are wanted
 */
record MessageRequest(long count, Settlement settlement, boolean isBinary, int truncate) {

    /** @throws ApiException 400 */
    static MessageRequest of(JsonObject wanted) {
        wanted.require(wanted.has("requeue") ? new String[] {"count", "encoding"} : new String[] {"ackmode", "count", "encoding"});
        long count = wanted.number("count");
        String encoding = String.valueOf(wanted.members().get("encoding"));
        if (!encoding.equals("auto") && !encoding.equals("base64")) {
            throw ApiException.badRequest("Unsupported encoding. Please use auto or base64.");
        }
        long truncate = wanted.has("truncate") ? wanted.number("truncate") : Integer.MAX_VALUE;
        return new MessageRequest(count, settlement(wanted), encoding.equals("base64"),
            (int) Math.max(0, Math.min(truncate, Integer.MAX_VALUE)));
    }

    private static Settlement settlement(JsonObject wanted) {
        if (!wanted.has("ackmode")) {
            return wanted.flag("requeue", true) ? Settlement.RETURN : Settlement.ACK; // before 3.7
        }
        String mode = String.valueOf(wanted.members().get("ackmode"));
        return switch (mode) {
            case "ack_requeue_true" -> Settlement.RETURN;
            case "reject_requeue_true" -> Settlement.FAIL;
            case "reject_requeue_false" -> Settlement.DISCARD;
            case "ack_requeue_false" -> Settlement.ACK;
            default -> throw ApiException.badRequest("Invalid ackmode value: " + mode
                + ". Valid values are: ack_requeue_true, ack_requeue_false, reject_requeue_true, reject_requeue_false");
        };
    }
}
