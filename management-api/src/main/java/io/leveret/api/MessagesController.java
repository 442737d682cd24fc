package io.leveret.api;

import io.leveret.api.http.Answers;
import io.leveret.api.http.ApiException;
import io.leveret.api.http.Caller;
import io.leveret.api.http.Workers;
import io.leveret.api.json.JsonObject;
import io.leveret.api.json.PropertiesJson;
import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import io.leveret.codec.value.Body;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.message.Message;
import io.leveret.engine.queue.QueueRef;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Publishes messages and takes them out, a few at a time and for tests: clients speak AMQP. */
@Controller("/api")
@Consumes(MediaType.ALL)
@ExecuteOn(Workers.NAME)
final class MessagesController {

    private final ManagedBroker managed;

    MessagesController(ManagedBroker managed) {
        this.managed = managed;
    }

    @Post("/exchanges/{vhost}/{exchange}/publish")
    HttpResponse<?> publish(String vhost, String exchange, Caller caller,
                            @Nullable @io.micronaut.http.annotation.Body String body) {
        VirtualHost host = caller.change(vhost);
        String name = Names.exchange(exchange);
        JsonObject wanted = JsonObject.of(body).require("routing_key", "properties", "payload", "payload_encoding");
        Body payload = payload(wanted);
        String key = Names.requireShort(wanted.text("routing_key"));
        if (host.findExchange(name) == null) throw ApiException.notFound("exchange_not_found");
        Map<String, Object> properties = wanted.table("properties");
        boolean routed = answered(() -> {
            Message message = new Message(name, key, PropertiesJson.read(properties), payload);
            return new ApiPublisher(managed.client(caller, host), managed.node().name()).publish(message);
        });
        return Answers.ok(Map.of("routed", routed));
    }

    @Post("/queues/{vhost}/{queue}/get")
    HttpResponse<?> get(String vhost, String queue, Caller caller, @Nullable @io.micronaut.http.annotation.Body String body) {
        VirtualHost host = caller.change(vhost);
        MessageRequest request = MessageRequest.of(JsonObject.of(body));
        if (host.findQueue(queue) == null) throw ApiException.notFound("queue_not_found");
        return Answers.ok(answered(() -> {
            QueueRef found = host.queue(queue, managed.client(caller, host));
            return new MessageTaking(managed, found, request).run();
        }));
    }

    private static Body payload(JsonObject wanted) {
        if (!(wanted.members().get("payload") instanceof String text)) throw ApiException.badRequest("payload_not_string");
        Object encoding = wanted.members().get("payload_encoding");
        if ("string".equals(encoding)) return Body.of(text.getBytes(StandardCharsets.UTF_8));
        if (!"base64".equals(encoding)) throw ApiException.badRequest(List.of("unsupported_encoding", String.valueOf(encoding)));
        try {
            return Body.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest(List.of("not_base64", text));
        }
    }

    /** Here errors come with their code, as if by AMQP. */
    private static <T> T answered(Supplier<T> work) {
        try {
            return work.get();
        } catch (AmqpException error) {
            if (error.code() == ReplyCode.ACCESS_REFUSED || error.code() == ReplyCode.NOT_FOUND) throw error;
            throw ApiException.badRequest(error.code().code() + " " + error.replyText());
        }
    }
}
