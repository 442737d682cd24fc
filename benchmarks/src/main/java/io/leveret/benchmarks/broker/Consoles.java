package io.leveret.benchmarks.broker;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** Asks the management API for what open consoles ask it: the overview, a page of queues, a page of connections, every two seconds each. */
final class Consoles {

    private static final long INTERVAL = 2_000_000_000L;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String AUTHORIZATION = "Basic " + Base64.getEncoder().encodeToString("guest:guest".getBytes());
    private static final List<String> ASKED = List.of(
        "overview?lengths_age=600&lengths_incr=5&msg_rates_age=600&msg_rates_incr=5",
        "nodes",
        "queues?page=1&page_size=100&sort=messages&sort_reverse=true&columns=name,vhost,messages,state,consumers,consumer_capacity,messages_ready,"
            + "messages_unacknowledged,messages_ready_details,arguments,effective_policy_definition,message_stats",
        "queues?page=1&page_size=100&sort=name&lengths_age=60&lengths_incr=5&columns=name,vhost,durable,auto_delete,exclusive,arguments,messages,"
            + "messages_ready,messages_unacknowledged,consumers,policy,state,message_stats,messages_details.samples",
        "connections?page=1&page_size=100&sort=name&columns=name,user,vhost,state,ssl,protocol,channels,recv_oct_details.rate,send_oct_details.rate");

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI api;
    private final List<Long> answers = new ArrayList<>();

    Consoles(int port) {
        this.api = URI.create("http://127.0.0.1:" + port + "/api/");
    }

    /** @param seconds how long until it is there at most */
    void awaitApi(int seconds) throws IOException {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        while (true) {
            try {
                ask("overview").join();
                return;
            } catch (RuntimeException e) {
                if (System.nanoTime() > end) throw new IOException("the management API does not answer", e);
                LockSupport.parkNanos(100_000_000);
            }
        }
    }

    /** Asks until then, on a thread of its own. */
    Thread poll(long end) {
        Thread poller = new Thread(() -> {
            for (long next = System.nanoTime(); next < end; next += INTERVAL) {
                LockSupport.parkNanos(next - System.nanoTime());
                ASKED.forEach(path -> ask(path).join());
            }
        }, "consoles");
        poller.start();
        return poller;
    }

    /** Nanoseconds that answers took. */
    long answered(double quantile) {
        long[] sorted = answers.stream().mapToLong(Long::longValue).sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[(int) (quantile * (sorted.length - 1))];
    }

    private CompletableFuture<Void> ask(String path) {
        long before = System.nanoTime();
        HttpRequest request = HttpRequest.newBuilder(api.resolve(path)).header("authorization", AUTHORIZATION).timeout(PATIENCE).build();
        return http.sendAsync(request, BodyHandlers.discarding()).thenAccept(answer -> {
            if (answer.statusCode() != 200) throw new IllegalStateException(path + " answers " + answer.statusCode());
            synchronized (answers) {
                answers.add(System.nanoTime() - before);
            }
        });
    }
}
