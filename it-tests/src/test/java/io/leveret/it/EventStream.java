package io.leveret.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A client of server-sent events, which keeps what comes. */
final class EventStream implements AutoCloseable {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final HttpResponse<Stream<String>> response;
    private volatile boolean ended;

    private EventStream(HttpResponse<Stream<String>> response) {
        this.response = response;
        Thread reading = new Thread(() -> {
            try (Stream<String> body = response.body()) {
                body.forEach(lines::add);
                ended = true;
            } catch (RuntimeException e) {
                ended = true; // closed
            }
        }, "event-stream");
        reading.setDaemon(true);
        reading.start();
    }

    /** As a browser asks, who takes compressed answers. */
    static EventStream open(String uri, String user, String password) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(uri)).header("accept", "text/event-stream").header("accept-encoding", "gzip")
                .header("authorization", "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8))).build();
        return new EventStream(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofLines()));
    }

    int status() {
        return response.statusCode();
    }

    String contentType() {
        return response.headers().firstValue("content-type").orElse("");
    }

    List<String> lines() {
        return lines;
    }

    /** The data of the events of that name. */
    List<String> data(String event) {
        List<String> all = List.copyOf(lines);
        return Stream.iterate(0, i -> i + 1).limit(Math.max(0, all.size() - 1)).filter(i -> all.get(i).equals("event: " + event))
                .map(i -> all.get(i + 1).substring("data: ".length())).toList();
    }

    boolean isEnded() {
        return ended;
    }

    @Override
    public void close() {
        response.body().close();
    }
}
