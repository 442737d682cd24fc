package io.leveret.api;

import io.leveret.api.http.Answers;
import io.leveret.api.http.ApiException;
import io.leveret.api.http.Caller;
import io.leveret.api.http.Workers;
import io.leveret.api.json.JsonObject;
import io.leveret.api.json.Query;
import io.leveret.engine.view.ChannelName;
import io.leveret.engine.view.ConsumerInfo;
import io.leveret.engine.view.QueueInfo;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is changed of a client that is connected: for administrators, and for the client's own user. */
@Controller("/api")
@Consumes(MediaType.ALL)
@ExecuteOn(Workers.NAME)
final class InterventionsController {

    private static final int LARGEST_PREFETCH = 65_535;
    private static final Pattern CHANNEL = Pattern.compile("(.*) \\((\\d{1,5})\\)", Pattern.DOTALL);

    private final ManagedBroker managed;

    InterventionsController(ManagedBroker managed) {
        this.managed = managed;
    }

    @Delete("/consumers/{vhost}/{queue}/{tag}")
    HttpResponse<?> cancel(String vhost, String queue, String tag, Caller caller, Query query) {
        caller.look(vhost);
        QueueInfo found = managed.view().queue(vhost, queue).orElseThrow(ApiException::noSuchObject);
        Optional<String> channel = query.find("channel").filter(name -> !name.isEmpty());
        List<ChannelName> consuming = ManagedBroker.await(managed.view().consumers(List.of(found))).stream()
            .filter(consumer -> consumer.tag().equals(tag)).map(ConsumerInfo::channel).flatMap(Optional::stream)
            .filter(each -> channel.isEmpty() || channel.get().equals(each.toString())).toList();
        if (consuming.isEmpty()) throw ApiException.noSuchObject();
        if (consuming.size() > 1) throw ApiException.badRequest("several channels have a consumer of that tag: say which channel");
        ChannelName name = consuming.get(0);
        caller.requireSelfOrAdministrator(name.user());
        if (!ManagedBroker.await(managed.commands().cancelConsumer(name.connection(), name.number(), tag))) throw ApiException.noSuchObject();
        return Answers.done();
    }

    @Put("/channels/{name}/prefetch")
    HttpResponse<?> limit(String name, Caller caller, @Nullable @Body String body) {
        Matcher channel = CHANNEL.matcher(name);
        if (!channel.matches()) throw ApiException.noSuchObject();
        JsonObject wanted = JsonObject.of(body);
        long count = wanted.number("count");
        if (count < 0 || count > LARGEST_PREFETCH) throw ApiException.badRequest("count must be between 0 and " + LARGEST_PREFETCH);
        boolean together = wanted.flag("global", false);
        caller.requireSelfOrAdministrator(managed.view().connection(channel.group(1)).orElseThrow(ApiException::noSuchObject).user());
        int number = Integer.parseInt(channel.group(2));
        if (!ManagedBroker.await(managed.commands().limitChannel(channel.group(1), number, (int) count, together))) {
            throw ApiException.noSuchObject();
        }
        return Answers.done();
    }
}
