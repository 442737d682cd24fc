package io.leveret.api;

import io.leveret.api.http.Answers;
import io.leveret.api.http.ApiException;
import io.leveret.api.http.Caller;
import io.leveret.api.http.Workers;
import io.leveret.engine.view.ProcessInfo;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Is all well? 200 says yes, 503 says no and why. */
@Controller("/api")
@ExecuteOn(Workers.NAME)
final class HealthController {

    private static final long DAY = 86_400;
    private static final Map<String, Long> UNITS = Map.of("days", DAY, "weeks", 7 * DAY, "months", 365 * DAY / 12, "years", 365 * DAY);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd H:mm:ss").withZone(ZoneOffset.UTC);
    private static final Map<String, String> ALIASES = Map.of("amqp091", "amqp", "amqp0.9.1", "amqp", "amqp-0-9-1", "amqp",
        "amqps", "amqp/ssl");

    private final Node node;

    HealthController(ManagedBroker managed) {
        this.node = managed.node();
    }

    @Get("/health/checks/alarms")
    HttpResponse<?> alarms() {
        return alarms("There are alarms in effect in the cluster");
    }

    @Get("/health/checks/local-alarms")
    HttpResponse<?> localAlarms() {
        return alarms("There are alarms in effect on the node");
    }

    /** Of listeners that speak TLS: their own, those of the authorities by which they know clients, and lists of what those have revoked. */
    @Get("/health/checks/certificate-expiration/{within}/{unit}")
    HttpResponse<?> certificates(String within, String unit) {
        if (!within.matches("\\d{1,9}")) throw ApiException.badRequest("Invalid expiration value.");
        Long seconds = UNITS.get(unit.toLowerCase(Locale.ROOT));
        if (seconds == null) {
            throw ApiException.badRequest("Time unit not recognised. Supported units: days, weeks, months, years.");
        }
        Instant end = Instant.now().plusSeconds(Long.parseLong(within) * seconds);
        List<Map<String, Object>> expiring = node.listeners().stream()
            .flatMap(listener -> listener.certificates().stream().map(those -> expiring(listener, those, end)).flatMap(Optional::stream)).toList();
        return expiring.isEmpty() ? ok(Map.of()) : failed("Certificates expiring", Map.of("expired", expiring));
    }

    private Optional<Map<String, Object>> expiring(Node.Listener listener, Node.Certificates those, Instant end) {
        List<String> own = before(end, those.certificateEnds());
        List<String> authorities = before(end, those.authorityEnds());
        List<String> lists = before(end, those.listEnds());
        if (own.isEmpty() && authorities.isEmpty() && lists.isEmpty()) return Optional.empty();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("node", node.name());
        shown.put("protocol", listener.protocol());
        shown.put("interface", listener.address());
        shown.put("port", listener.port());
        shown.put("certfile", those.certfile());
        shown.put("cacertfile", those.cacertfile());
        shown.put("certfile_expires_on", own);
        shown.put("cacertfile_expires_on", authorities);
        if (!those.crlfile().isEmpty()) {
            shown.put("crlfile", those.crlfile());
            shown.put("crlfile_expires_on", lists);
        }
        return Optional.of(shown);
    }

    private static List<String> before(Instant end, List<Instant> ends) {
        return ends.stream().filter(each -> each.isBefore(end)).map(TIME::format).toList();
    }

    @Get("/health/checks/port-listener/{port}")
    HttpResponse<?> port(String port) {
        if (!port.matches("\\d{1,5}")) throw ApiException.badRequest("Invalid port");
        int wanted = Integer.parseInt(port);
        List<Integer> ports = node.listeners().stream().map(Node.Listener::port).sorted().toList();
        if (ports.contains(wanted)) return ok(Map.of("port", wanted));
        return failed("No active listener", Map.of("missing", wanted, "ports", ports));
    }

    @Get("/health/checks/protocol-listener/{protocols}")
    HttpResponse<?> protocols(String protocols) {
        List<String> there = node.listeners().stream().map(Node.Listener::protocol).distinct().sorted().toList();
        List<String> missing = Stream.of(protocols.split(",")).filter(wanted -> !there.contains(ALIASES.getOrDefault(wanted, wanted)))
            .toList();
        if (missing.isEmpty()) return ok(Map.of("protocols", there));
        return failed("No active listener", Map.of("missing", missing, "protocols", there));
    }

    @Get("/health/checks/node-is-quorum-critical")
    HttpResponse<?> quorumCritical() {
        return ok(Map.of("reason", "single node cluster"));
    }

    /** The latter also asks whether clients can connect at all; without a listener for them there is no API. */
    @Get(uris = {"/health/checks/below-node-connection-limit", "/health/checks/ready-to-serve-clients"})
    HttpResponse<?> connections() {
        ProcessInfo process = node.figures().process();
        boolean isBelow = process.mostSockets().isEmpty() || process.sockets() < process.mostSockets().getAsLong();
        return isBelow ? ok(Map.of()) : failed("node connection limit is reached", Map.of("connections", process.sockets()));
    }

    /** What can only be well as long as the node answers at all. */
    @Get(uris = {"/health/checks/virtual-hosts", "/health/checks/is-in-service",
        "/health/checks/reached-target-cluster-size", "/health/checks/metadata-store/initialized",
        "/health/checks/metadata-store/initialized/with-data",
        "/health/checks/quorum-queues-without-elected-leaders/all-vhosts",
        "/health/checks/quorum-queues-without-elected-leaders/all-vhosts/pattern/{pattern}"})
    HttpResponse<?> running() {
        return ok(Map.of());
    }

    @Get(uris = {"/health/checks/quorum-queues-without-elected-leaders/vhost/{vhost}",
        "/health/checks/quorum-queues-without-elected-leaders/vhost/{vhost}/pattern/{pattern}"})
    HttpResponse<?> leaders(String vhost, Caller caller) {
        caller.look(vhost);
        return ok(Map.of());
    }

    /** It once sent a message around; RabbitMQ has left it at this. */
    @Get("/aliveness-test/{vhost}")
    HttpResponse<?> aliveness(String vhost, Caller caller) {
        caller.look(vhost);
        return ok(Map.of());
    }

    @Get("/healthchecks/node")
    HttpResponse<?> node() {
        return ok(Map.of());
    }

    @Get("/healthchecks/node/{name}")
    HttpResponse<?> node(String name) {
        if (!name.equals(node.name())) throw ApiException.noSuchObject();
        return ok(Map.of());
    }

    private HttpResponse<?> alarms(String reason) {
        List<Map<String, Object>> raised = node.alarms().stream().sorted()
            .map(resource -> Map.<String, Object>of("resource", resource.equals("disk") ? "disk space" : resource, "node", node.name()))
            .toList();
        return raised.isEmpty() ? ok(Map.of()) : failed(reason, Map.of("alarms", raised));
    }

    private static HttpResponse<?> ok(Map<String, ?> more) {
        return status(HttpStatus.OK, "ok", more);
    }

    private static HttpResponse<?> failed(String reason, Map<String, ?> more) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("reason", reason);
        body.putAll(more);
        return status(HttpStatus.SERVICE_UNAVAILABLE, "failed", body);
    }

    private static HttpResponse<?> status(HttpStatus code, String status, Map<String, ?> more) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", status);
        body.putAll(more);
        return Answers.json(code, body);
    }
}
