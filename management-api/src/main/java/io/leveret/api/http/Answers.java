package io.leveret.api.http;

import io.leveret.api.json.Json;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;

/** What requests are answered with. */
public final class Answers {

    private Answers() {
    }

    /** 200 and JSON. */
    public static MutableHttpResponse<byte[]> ok(Object tree) {
        return json(HttpStatus.OK, tree);
    }

    public static MutableHttpResponse<byte[]> json(HttpStatus status, Object tree) {
        return HttpResponse.<byte[]>status(status).contentType(MediaType.APPLICATION_JSON_TYPE).body(Json.write(tree));
    }

    /** What a PUT is answered with. */
    public static MutableHttpResponse<byte[]> put(boolean isNew) {
        return HttpResponse.status(isNew ? HttpStatus.CREATED : HttpStatus.NO_CONTENT);
    }

    /** It is done, and there is nothing to say. */
    public static MutableHttpResponse<byte[]> done() {
        return HttpResponse.status(HttpStatus.NO_CONTENT);
    }

    static MutableHttpResponse<byte[]> wrongPassword() {
        return error(HttpStatus.UNAUTHORIZED, "not_authorized", "Not_Authorized");
    }

    static MutableHttpResponse<byte[]> error(HttpStatus status, String error, Object reason) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", error);
        body.put("reason", reason);
        return json(status, body);
    }
}
