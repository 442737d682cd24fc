package io.leveret.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;

/** That of a broker that is only visited, over RabbitMQ's HTTP API. */
final class HttpAccessControl implements AccessControl {
    /** Names the API of the visited broker. */
    private static final String URI_PROPERTY = "leveret.it.api";

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI api;
    private final String authorization;

    HttpAccessControl(BrokerAddress address) {
        api = URI.create(System.getProperty(URI_PROPERTY, "http://" + address.host() + ":15672"));
        String login = address.user() + ":" + address.password();
        authorization = "Basic " + Base64.getEncoder().encodeToString(login.getBytes(UTF_8));
    }

    @Override
    public void addVirtualHost(String name) {
        put("{}", "vhosts", name);
    }

    @Override
    public void deleteVirtualHost(String name) {
        delete("vhosts", name);
    }

    @Override
    public void putUser(String name, String password, String... tags) {
        put("{\"password\":\"" + password + "\",\"tags\":\"" + String.join(",", tags) + "\"}", "users", name);
    }

    @Override
    public void deleteUser(String name) {
        delete("users", name);
    }

    @Override
    public void permit(String user, String virtualHost, String configure, String write, String read) {
        put("{\"configure\":" + quoted(configure) + ",\"write\":" + quoted(write) + ",\"read\":" + quoted(read) + "}",
                "permissions", virtualHost, user);
    }

    @Override
    public void removePermissions(String user, String virtualHost) {
        delete("permissions", virtualHost, user);
    }

    @Override
    public void permitTopics(String user, String virtualHost, String exchange, String write, String read) {
        put("{\"exchange\":" + quoted(exchange) + ",\"write\":" + quoted(write) + ",\"read\":" + quoted(read) + "}",
                "topic-permissions", virtualHost, user);
    }

    @Override
    public void removeTopicPermissions(String user, String virtualHost, String exchange) {
        delete("topic-permissions", virtualHost, user, exchange);
    }

    @Override
    public void setTracing(String virtualHost, boolean on) {
        put("{\"tracing\":" + on + "}", "vhosts", virtualHost);
    }

    @Override
    public void limitVirtualHost(String name, int maxConnections, int maxQueues) {
        put("{\"value\":" + maxConnections + "}", "vhost-limits", name, "max-connections");
        put("{\"value\":" + maxQueues + "}", "vhost-limits", name, "max-queues");
    }

    @Override
    public void limitUser(String user, int maxConnections, int maxChannels) {
        put("{\"value\":" + maxConnections + "}", "user-limits", user, "max-connections");
        put("{\"value\":" + maxChannels + "}", "user-limits", user, "max-channels");
    }

    private void put(String json, String... path) {
        send(request(path).PUT(BodyPublishers.ofString(json)).header("content-type", "application/json").build());
    }

    /** What is not there is as good as deleted. */
    private void delete(String... path) {
        send(request(path).DELETE().build());
    }

    private void send(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            boolean isGone = request.method().equals("DELETE") && response.statusCode() == 404;
            assertThat(isGone || response.statusCode() < 300)
                    .as("%s answered with %s %s", request, response.statusCode(), response.body()).isTrue();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        } catch (InterruptedException error) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(error);
        }
    }

    private HttpRequest.Builder request(String... path) {
        StringBuilder uri = new StringBuilder(api + "/api");
        for (String segment : path) uri.append('/').append(URLEncoder.encode(segment, UTF_8));
        return HttpRequest.newBuilder(URI.create(uri.toString())).header("authorization", authorization);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
