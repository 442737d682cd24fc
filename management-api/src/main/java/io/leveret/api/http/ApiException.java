package io.leveret.api.http;

import io.micronaut.http.HttpStatus;

/** An answer that is an error: thrown where it is noticed, sent by {@link ApiErrors}. */
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final HttpStatus status;
    private final String error;
    private final transient Object reason;

    /**
     * @param error  its kind, as RabbitMQ names it
     * @param reason a text, or a list for what RabbitMQ answers with a list
     */
    public ApiException(HttpStatus status, String error, Object reason) {
        super(String.valueOf(reason), null, false, false);
        this.status = status;
        this.error = error;
        this.reason = reason;
    }

    public static ApiException badRequest(Object reason) {
        return new ApiException(HttpStatus.BAD_REQUEST, "bad_request", reason);
    }

    /** What the path names is not there. */
    public static ApiException noSuchObject() {
        return new ApiException(HttpStatus.NOT_FOUND, "Object Not Found", "Not Found");
    }

    /** Something that the request needs is not there. */
    public static ApiException notFound(String reason) {
        return new ApiException(HttpStatus.NOT_FOUND, "not_found", reason);
    }

    /** RabbitMQ knows no 403. */
    public static ApiException notAuthorised(String reason) {
        return new ApiException(HttpStatus.UNAUTHORIZED, "not_authorised", reason);
    }

    /** Not here, whoever asks. */
    public static ApiException methodNotAllowed(String reason) {
        return new ApiException(HttpStatus.METHOD_NOT_ALLOWED, "method_not_allowed", reason);
    }

    public static ApiException preconditionFailed(String reason) {
        return new ApiException(HttpStatus.PRECONDITION_FAILED, "precondition_failed", reason);
    }

    HttpStatus status() {
        return status;
    }

    String error() {
        return error;
    }

    Object reason() {
        return reason;
    }
}
