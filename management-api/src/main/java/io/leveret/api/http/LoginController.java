package io.leveret.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.leveret.engine.access.User;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Logging in with a form, as consoles do. Nothing is remembered: the token is what every request brings anyway. */
@Controller("/api/login")
@Consumes(MediaType.ALL)
@ExecuteOn(Workers.NAME)
final class LoginController {

    private final Doorkeeper doorkeeper;

    LoginController(Doorkeeper doorkeeper) {
        this.doorkeeper = doorkeeper;
    }

    @Post
    CompletionStage<HttpResponse<?>> login(HttpRequest<?> request, @Nullable @Body String body) {
        Map<String, String> form = form(body == null ? "" : body);
        Credentials claimed = new Credentials(form.getOrDefault("username", ""), form.getOrDefault("password", ""));
        return doorkeeper.admit(claimed, request.getRemoteAddress().getAddress())
            .thenApply(user -> user.<HttpResponse<?>>map(admitted -> Answers.ok(answer(admitted, claimed))).orElseGet(Answers::wrongPassword));
    }

    @Delete
    HttpResponse<?> logout() {
        return Answers.done();
    }

    private static Map<String, Object> answer(User user, Credentials claimed) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("user", Caller.shown(user));
        Map<String, Object> token = new LinkedHashMap<>();
        token.put("type", "basic");
        token.put("value", claimed.token());
        answer.put("token", token);
        return answer;
    }

    private static Map<String, String> form(String body) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : body.split("&")) {
            int equals = field.indexOf('=');
            if (equals >= 0) fields.put(decoded(field.substring(0, equals)), decoded(field.substring(equals + 1)));
        }
        return fields;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest("not_form");
        }
    }
}
