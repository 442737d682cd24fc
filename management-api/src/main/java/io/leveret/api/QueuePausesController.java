package io.leveret.api;

import io.leveret.api.http.Answers;
import io.leveret.api.http.ApiException;
import io.leveret.api.http.Caller;
import io.leveret.api.http.Workers;
import io.leveret.engine.VirtualHost;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** Queues that hand out nothing until somebody says so; as LavinMQ has it. */
@Controller("/api/queues/{vhost}/{queue}")
@Consumes(MediaType.ALL)
@ExecuteOn(Workers.NAME)
final class QueuePausesController {

    private final ManagedBroker managed;

    QueuePausesController(ManagedBroker managed) {
        this.managed = managed;
    }

    @Put("/pause")
    HttpResponse<?> pause(String vhost, String queue, Caller caller) {
        return change(vhost, queue, true, caller);
    }

    @Put("/resume")
    HttpResponse<?> resume(String vhost, String queue, Caller caller) {
        return change(vhost, queue, false, caller);
    }

    private HttpResponse<?> change(String vhost, String queue, boolean paused, Caller caller) {
        VirtualHost host = caller.look(vhost);
        if (host.findQueue(queue) == null) throw ApiException.noSuchObject();
        host.pauseQueue(queue, paused, managed.client(caller, host));
        managed.awaitStored();
        return Answers.done();
    }
}
