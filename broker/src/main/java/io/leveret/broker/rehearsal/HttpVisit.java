package io.leveret.broker.rehearsal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Base64;
import java.util.List;

/** Somebody who opens the console, and scripts that ask for a few things. What is answered is not looked at. */
public final class HttpVisit {

    private static final int PATIENCE_MILLIS = 10_000;

    private static final List<String> PATHS = List.of("/", "/ui/main.js", "/api/whoami", "/api/overview", "/api/nodes",
            "/api/connections?page=1&page_size=100", "/api/channels?page=1&page_size=100", "/api/exchanges?page=1&page_size=100",
            "/api/queues?page=1&page_size=100", "/api/queues/%2F", "/api/vhosts", "/api/users", "/api/policies", "/api/definitions",
            "/api/health/checks/alarms", "/api/aliveness-test/%2F", "/api/none", "/metrics");

    private HttpVisit() {}

    /** Pays a visit, which changes nothing. */
    public static void pay(InetSocketAddress address, String user, String password) throws IOException {
        String login = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
        for (String path : PATHS) ask(address, path, login);
    }

    private static void ask(InetSocketAddress address, String path, String login) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(address, PATIENCE_MILLIS);
            socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: rehearsal\r\nAuthorization: Basic " + login
                    + "\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n").getBytes(UTF_8));
            socket.getInputStream().readAllBytes();
        }
    }
}
