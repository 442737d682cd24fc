package io.leveret.api;

import io.leveret.api.http.Answers;
import io.leveret.api.http.ApiException;
import io.leveret.api.http.Caller;
import io.leveret.api.http.Workers;
import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import io.leveret.engine.VirtualHost;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;

/** What RabbitMQ's plugins for shovels, federation and streams would list: there is none of it, and tools that ask are told so. */
@Controller("/api")
@Consumes(MediaType.ALL)
@ExecuteOn(Workers.NAME)
final class OtherPluginsController {

    @Get(uris = {"/shovels", "/federation-links", "/federation-links/state/down", "/stream/connections", "/stream/consumers",
        "/stream/publishers"})
    HttpResponse<?> list() {
        return none();
    }

    @Get(uris = {"/shovels/{vhost}", "/federation-links/{vhost}", "/federation-links/{vhost}/state/down", "/stream/connections/{vhost}",
        "/stream/consumers/{vhost}", "/stream/publishers/{vhost}"})
    HttpResponse<?> list(String vhost, Caller caller) {
        caller.look(vhost);
        return none();
    }

    @Get("/stream/publishers/{vhost}/{queue}")
    HttpResponse<?> publishers(String vhost, String queue, Caller caller) {
        requireQueue(caller.look(vhost), queue);
        return none();
    }

    /** Offsets of consumers, which only streams keep. */
    @Get("/stream/{vhost}/{queue}/tracking")
    HttpResponse<?> tracking(String vhost, String queue, Caller caller) {
        requireQueue(caller.look(vhost), queue);
        throw ApiException.badRequest("the queue is no stream");
    }

    @Put("/stream/super-streams/{vhost}/{name}")
    HttpResponse<?> declare(String vhost, String name, Caller caller, @Nullable @Body String body) {
        caller.change(vhost);
        throw new AmqpException(ReplyCode.PRECONDITION_FAILED, "unsupported queue type 'stream'");
    }

    @Get(uris = {"/shovels/vhost/{vhost}/{name}", "/stream/connections/{vhost}/{name}", "/stream/connections/{vhost}/{name}/consumers",
        "/stream/connections/{vhost}/{name}/publishers"})
    HttpResponse<?> show(String vhost, String name, Caller caller) {
        caller.look(vhost);
        throw ApiException.noSuchObject();
    }

    @Delete(uris = {"/shovels/vhost/{vhost}/{name}", "/shovels/vhost/{vhost}/{name}/restart", "/federation-links/vhost/{vhost}/{name}/restart",
        "/stream/connections/{vhost}/{name}"})
    HttpResponse<?> delete(String vhost, String name, Caller caller) {
        caller.look(vhost);
        throw ApiException.noSuchObject();
    }

    private static void requireQueue(VirtualHost host, String queue) {
        if (host.findQueue(queue) == null) throw ApiException.noSuchObject();
    }

    private static HttpResponse<?> none() {
        return Answers.ok(List.of());
    }
}
