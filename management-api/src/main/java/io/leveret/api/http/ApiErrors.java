package io.leveret.api.http;

import io.leveret.api.json.InvalidBodyException;
import io.leveret.api.json.InvalidQueryException;
import io.leveret.api.json.MalformedJsonException;
import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import io.leveret.engine.settings.InvalidPolicyException;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Error;
import io.micronaut.http.exceptions.ContentLengthExceededException;
import jakarta.inject.Named;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;

/** Turns exceptions into answers. Others are bugs: they are logged, and {@link ErrorBodies} gives away nothing of them. */
@Controller
final class ApiErrors {

    private final ExecutorService workers;

    ApiErrors(@Named(Workers.NAME) ExecutorService workers) {
        this.workers = workers;
    }

    @Error(global = true)
    HttpResponse<?> answer(ApiException error) {
        return Answers.error(error.status(), error.error(), error.reason());
    }

    @Error(global = true)
    HttpResponse<?> answer(InvalidQueryException error) {
        return Answers.error(HttpStatus.BAD_REQUEST, error.error(), error.getMessage());
    }

    @Error(global = true)
    HttpResponse<?> answer(InvalidBodyException error) {
        return badRequest(error.reason());
    }

    @Error(global = true)
    HttpResponse<?> answer(MalformedJsonException error) {
        return badRequest(error.getMessage());
    }

    @Error(global = true)
    HttpResponse<?> answer(InvalidPolicyException error) {
        return badRequest("Validation failed\n\n" + error.getMessage() + "\n");
    }

    /** What the engine refuses, it refuses as to any client. */
    @Error(global = true)
    HttpResponse<?> answer(AmqpException error) {
        if (error.code() == ReplyCode.ACCESS_REFUSED) return answer(ApiException.notAuthorised("Access refused."));
        if (error.code() == ReplyCode.NOT_FOUND) return answer(ApiException.notFound(error.getMessage()));
        if (error.code() == ReplyCode.INTERNAL_ERROR) {
            return Answers.error(HttpStatus.INTERNAL_SERVER_ERROR, "internal_server_error", error.getMessage());
        }
        return badRequest(error.getMessage());
    }

    @Error(global = true)
    HttpResponse<?> answer(ContentLengthExceededException error) {
        return badRequest(ErrorBodies.TOO_LONG);
    }

    @Error(global = true)
    HttpResponse<?> answer(RejectedExecutionException error) {
        return Answers.error(HttpStatus.SERVICE_UNAVAILABLE, ErrorBodies.UNAVAILABLE, workers.isShutdown() ? "Stopping" : "Too many requests at once");
    }

    private static HttpResponse<?> badRequest(Object reason) {
        return Answers.error(HttpStatus.BAD_REQUEST, "bad_request", reason);
    }
}
