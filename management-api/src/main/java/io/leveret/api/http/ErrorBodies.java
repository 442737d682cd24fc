package io.leveret.api.http;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import io.leveret.api.json.Json;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;

/** The words for errors that the HTTP server notices by itself. */
@Singleton
final class ErrorBodies implements ErrorResponseProcessor<byte[]> {

    static final String TOO_LONG = "Exceeded HTTP request body size limit";
    static final String UNAVAILABLE = "service_unavailable";

    private final ExecutorService workers;

    ErrorBodies(@Named(Workers.NAME) ExecutorService workers) {
        this.workers = workers;
    }

    @Override
    public MutableHttpResponse<byte[]> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
        HttpStatus status = response.status();
        if (status == HttpStatus.METHOD_NOT_ALLOWED) return withBody(response, new byte[0]);
        if (status == HttpStatus.NOT_FOUND) return withBody(response, error("Object Not Found", "Not Found"));
        if (status == HttpStatus.REQUEST_ENTITY_TOO_LARGE) {
            response.status(HttpStatus.BAD_REQUEST);
            return withBody(response, error("bad_request", TOO_LONG));
        }
        if (status == HttpStatus.INTERNAL_SERVER_ERROR && workers.isShutdown()) { // what it needed is gone already
            response.status(HttpStatus.SERVICE_UNAVAILABLE);
            return withBody(response, error(UNAVAILABLE, "Stopping"));
        }
        String kind = response.code() < HttpStatus.INTERNAL_SERVER_ERROR.getCode() ? "bad_request" : "internal_server_error";
        return withBody(response, error(kind, status.getReason()));
    }

    static byte[] error(String error, String reason) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", error);
        body.put("reason", reason);
        return Json.write(body);
    }

    private static MutableHttpResponse<byte[]> withBody(MutableHttpResponse<?> response, byte[] body) {
        response.getHeaders().remove("Content-Type");
        if (body.length > 0) response.contentType(MediaType.APPLICATION_JSON_TYPE);
        return response.body(body);
    }
}
