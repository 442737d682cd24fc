package io.leveret.api;

import io.leveret.api.http.Answers;
import io.leveret.api.http.ApiException;
import io.leveret.api.http.Caller;
import io.leveret.api.http.Workers;
import io.leveret.api.json.Fields;
import io.leveret.api.json.Listing;
import io.leveret.api.json.Query;
import io.leveret.api.stats.Windows;
import io.leveret.engine.view.ConnectionInfo;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.ArrayList;
import java.util.List;

/** Clients' connections. Everybody sees their own. */
@Controller("/api")
@ExecuteOn(Workers.NAME)
final class ConnectionsController {

    /** What comes after {@code username} is a user's name, be it that of something that connections have. */
    static final String NOT_USERNAME = "{name:(?!username/)[^/]+}";

    private static final String REASON = "Closed via management plugin";

    private final ManagedBroker managed;
    private final String node;

    ConnectionsController(ManagedBroker managed) {
        this.managed = managed;
        this.node = managed.node().name();
    }

    /** Those that are not open yet too. */
    @Get("/connections")
    HttpResponse<?> list(Caller caller, Query query) {
        List<ConnectionInfo> all = new ArrayList<>(managed.view().connections());
        all.addAll(managed.view().handshakes());
        return listed(all.stream().filter(connection -> caller.lists(connection.virtualHost())).toList(), caller, query);
    }

    @Get("/vhosts/{vhost}/connections")
    HttpResponse<?> list(String vhost, Caller caller, Query query) {
        caller.look(vhost);
        return listed(managed.view().connections().stream().filter(connection -> connection.virtualHost().equals(vhost)).toList(),
            caller, query);
    }

    @Get("/connections/{name}")
    HttpResponse<?> show(String name, Caller caller, Query query) {
        ConnectionInfo found = managed.connection(name, caller);
        return Answers.ok(query.show(found, fields(query)));
    }

    @Delete("/connections/{name}")
    HttpResponse<?> close(String name, Caller caller, @Nullable @Header("X-Reason") String reason) {
        ConnectionInfo found = managed.view().connection(name).orElseThrow(ApiException::noSuchObject);
        caller.requireSelfOrAdministrator(found.user());
        managed.commands().closeConnection(name, told(reason));
        return Answers.done();
    }

    @Get("/connections/username/{user}")
    HttpResponse<?> listOf(String user, Caller caller) {
        caller.requireSelfOrMonitor(user);
        return Answers.ok(managed.view().connections().stream().filter(connection -> connection.user().equals(user))
            .map(connection -> ConnectionRow.brief(connection, node)).toList());
    }

    @Delete("/connections/username/{user}")
    HttpResponse<?> closeAllOf(String user, Caller caller, @Nullable @Header("X-Reason") String reason) {
        caller.requireSelfOrAdministrator(user);
        managed.commands().closeConnectionsOf(user, told(reason));
        return Answers.done();
    }

    /** AMQP 1.0 has such. */
    @Get("/connections/" + NOT_USERNAME + "/sessions")
    HttpResponse<?> sessions(String name, Caller caller) {
        managed.connection(name, caller);
        throw ApiException.badRequest("connection does not use AMQP 1.0");
    }

    private HttpResponse<?> listed(List<ConnectionInfo> connections, Caller caller, Query query) {
        return Answers.ok(new Listing<>(query, fields(query), "name").with(ConnectionRow.filters()).searching("name", "user_provided_name")
            .of(connections.stream().filter(connection -> caller.maySee(connection.user())).toList()));
    }

    private Fields<ConnectionInfo> fields(Query query) {
        return query.isTrue("disable_stats") ? ConnectionRow.basics(node) : ConnectionRow.fields(node, Windows.of(query));
    }

    private static String told(String reason) {
        return reason == null || reason.isEmpty() ? REASON : reason;
    }
}
