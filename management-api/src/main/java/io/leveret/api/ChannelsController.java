package io.leveret.api;

import io.leveret.api.http.Answers;
import io.leveret.api.http.ApiException;
import io.leveret.api.http.Caller;
import io.leveret.api.http.Workers;
import io.leveret.api.json.Fields;
import io.leveret.api.json.Listing;
import io.leveret.api.json.Query;
import io.leveret.api.stats.Windows;
import io.leveret.engine.view.ChannelInfo;
import io.leveret.engine.view.ConnectionInfo;
import io.leveret.engine.view.ConsumerInfo;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;
import java.util.function.Predicate;

/** The channels of clients' connections. Everybody sees their own. */
@Controller("/api")
@ExecuteOn(Workers.NAME)
final class ChannelsController {

    private final ManagedBroker managed;
    private final String node;

    ChannelsController(ManagedBroker managed) {
        this.managed = managed;
        this.node = managed.node().name();
    }

    @Get("/channels")
    HttpResponse<?> list(Caller caller, Query query) {
        return listed(visible(caller, connection -> caller.lists(connection.virtualHost())), query);
    }

    @Get("/vhosts/{vhost}/channels")
    HttpResponse<?> list(String vhost, Caller caller, Query query) {
        caller.look(vhost);
        return listed(visible(caller, connection -> connection.virtualHost().equals(vhost)), query);
    }

    @Get("/connections/" + ConnectionsController.NOT_USERNAME + "/channels")
    HttpResponse<?> listOf(String name, Caller caller, Query query) {
        return listed(List.of(managed.connection(name, caller)), query);
    }

    @Get("/channels/{name}")
    HttpResponse<?> show(String name, Caller caller, Query query) {
        ConnectionInfo connection = managed.connection(connection(name), caller);
        ChannelInfo found = ManagedBroker.await(managed.view().channels(List.of(connection))).stream()
            .filter(channel -> channel.name().toString().equals(name)).findAny().orElseThrow(ApiException::noSuchObject);
        return Answers.ok(query.show(found, isBasic(query) ? ChannelRow.basics(node)
            : ChannelRow.whole(node, Windows.of(query), this::consumers)));
    }

    private List<ConnectionInfo> visible(Caller caller, Predicate<ConnectionInfo> wanted) {
        return managed.view().connections().stream().filter(wanted).filter(connection -> caller.maySee(connection.user())).toList();
    }

    private HttpResponse<?> listed(List<ConnectionInfo> connections, Query query) {
        Fields<ChannelInfo> fields = isBasic(query) ? ChannelRow.basics(node) : ChannelRow.fields(node, Windows.of(query));
        return Answers.ok(new Listing<>(query, fields, "connection_details.name", "number").with(ChannelRow.filters())
            .of(ManagedBroker.await(managed.view().channels(connections))));
    }

    private List<ConsumerInfo> consumers(ChannelInfo channel) {
        if (channel.consumers() == 0) return List.of();
        return managed.consumersIn(List.of(channel.virtualHost())).stream()
            .filter(consumer -> consumer.channel().filter(channel.name()::equals).isPresent()).toList();
    }

    private static boolean isBasic(Query query) {
        return query.isTrue("disable_stats");
    }

    /** The channel's number stands behind it, in parentheses. */
    private static String connection(String channel) {
        int end = channel.lastIndexOf(" (");
        if (end < 0) throw ApiException.noSuchObject();
        return channel.substring(0, end);
    }
}
