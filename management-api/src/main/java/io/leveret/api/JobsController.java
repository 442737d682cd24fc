package io.leveret.api;

import io.leveret.api.http.Answers;
import io.leveret.api.http.ApiException;
import io.leveret.api.http.Caller;
import io.leveret.api.http.Workers;
import io.leveret.api.json.Fields;
import io.leveret.api.json.JsonObject;
import io.leveret.api.json.Listing;
import io.leveret.api.json.Query;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.browse.Job;
import io.leveret.engine.browse.Jobs;
import io.leveret.engine.queue.QueueRef;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;

/** What is done with many messages, and goes on without who asked for it. Jobs are seen by whoever started them, and by administrators. */
@Controller("/api")
@Consumes(MediaType.ALL)
@ExecuteOn(Workers.NAME)
final class JobsController {

    private final ManagedBroker managed;
    private final Jobs jobs;
    private final Fields<Job> fields = JobRow.fields();
    private final Fields<Job> details = JobRow.details();

    JobsController(ManagedBroker managed, Jobs jobs) {
        this.managed = managed;
        this.jobs = jobs;
    }

    /** Has messages of a queue removed, moved, copied, sent back to where they died, put behind the others, or die. */
    @Post("/queues/{vhost}/{queue}/jobs")
    HttpResponse<?> start(String vhost, String queue, Caller caller, @Nullable @Body String body) {
        VirtualHost host = caller.change(vhost);
        JobRequest request = new JobRequest(JsonObject.of(body));
        if (host.findQueue(queue) == null) throw ApiException.notFound("queue_not_found");
        ApiClient client = managed.client(caller, host);
        QueueRef found = host.queue(queue, client);
        Job job = jobs.start(request.order(host, found, client));
        return Answers.json(HttpStatus.CREATED, details.of(job)).header("location", "/api/jobs/" + job.id());
    }

    /** Jobs that run or have ended lately. */
    @Get("/jobs")
    HttpResponse<?> list(Caller caller, Query query) {
        List<Job> visible = jobs.all().stream().filter(job -> isVisible(job, caller)).toList();
        return Answers.ok(new Listing<>(query, fields, "created_at", "id").of(visible));
    }

    /** How far a job has come. */
    @Get("/jobs/{id}")
    HttpResponse<?> show(String id, Caller caller, Query query) {
        return Answers.ok(query.show(visible(id, caller), details));
    }

    /** Has a job end; what it has done stays done. */
    @Delete("/jobs/{id}")
    HttpResponse<?> cancel(String id, Caller caller) {
        jobs.cancel(visible(id, caller));
        return Answers.done();
    }

    private Job visible(String id, Caller caller) {
        return jobs.find(id).filter(job -> isVisible(job, caller)).orElseThrow(ApiException::noSuchObject);
    }

    private static boolean isVisible(Job job, Caller caller) {
        return caller.isAdministrator() || job.order().client().userName().equals(caller.name());
    }
}
