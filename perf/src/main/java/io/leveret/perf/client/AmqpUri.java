package io.leveret.perf.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;

/** Where a broker is and who asks: {@code amqp://user:password@host:port/vhost}, or {@code amqps:} with TLS; what is left out is as RabbitMQ's. */
public record AmqpUri(boolean tls, String host, int port, String user, String password, String virtualHost) {
    private static final int DEFAULT_PORT = 5672;
    private static final int DEFAULT_TLS_PORT = 5671;
    private static final String GUEST = "guest";

    /** @throws IllegalArgumentException with a sentence for the user */
    public static AmqpUri parse(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("'" + shown(text) + "' is no URI: " + e.getReason());
        }
        boolean tls = "amqps".equalsIgnoreCase(uri.getScheme());
        if (!tls && !"amqp".equalsIgnoreCase(uri.getScheme())) {
            throw new IllegalArgumentException("'" + shown(text) + "' is not of the form amqp://user:password@host:port/vhost");
        }
        if (uri.getRawQuery() != null) throw new IllegalArgumentException("the query '?" + uri.getRawQuery() + "' of the URI has no meaning here");
        if (uri.getRawAuthority() != null && uri.getHost() == null) throw new IllegalArgumentException("'" + shown(text) + "' names no host");
        String[] login = uri.getRawUserInfo() == null ? new String[] {GUEST, GUEST} : login(uri.getRawUserInfo());
        String host = uri.getHost() == null ? "localhost" : uri.getHost().replaceAll("[\\[\\]]", "");
        int port = uri.getPort() >= 0 ? uri.getPort() : tls ? DEFAULT_TLS_PORT : DEFAULT_PORT;
        return new AmqpUri(tls, host, port, login[0], login[1], virtualHost(uri.getRawPath()));
    }

    /** A password is nobody's business who reads the output. */
    private static String shown(String text) {
        return text.replaceAll("//.*@", "//...@");
    }

    public String address() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** Without the password. */
    @Override public String toString() {
        return (tls ? "amqps://" : "amqp://") + user + "@" + address() + ("/".equals(virtualHost) ? "" : " (virtual host " + virtualHost + ")");
    }

    private static String[] login(String userInfo) {
        int colon = userInfo.indexOf(':');
        if (colon < 0) return new String[] {decode(userInfo), GUEST};
        return new String[] {decode(userInfo.substring(0, colon)), decode(userInfo.substring(colon + 1))};
    }

    /** A lone slash at the end is mostly a habit: the virtual host whose name is empty can be written nowhere else either. */
    private static String virtualHost(String path) {
        if (path == null || path.length() <= 1) return "/";
        if (path.indexOf('/', 1) >= 0) throw new IllegalArgumentException("a slash in the name of a virtual host is written %2F");
        return decode(path.substring(1));
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
    }
}
