package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.broker.Leveret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser is given of the console, without a browser. */
class ConsoleFilesIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Pattern IMPORT = Pattern.compile("^import .*?from '([^']+)'|\\bimport\\('([^']+)'\\)|^import '([^']+)'", Pattern.MULTILINE);
    private static final Pattern MAPPED = Pattern.compile("\"([^\"]+)\": \"\\./([^\"]+)\"");

    private static Leveret broker;
    private static URI uri;

    @BeforeAll
    static void start() {
        broker = Leveret.builder().inMemory().amqpPort(0).managementPort(0).start();
        uri = broker.managementUri().orElseThrow();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void thePageMayRunNoScriptButItsOwn() throws Exception {
        HttpResponse<byte[]> page = get("/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(header(page, "content-type")).startsWith("text/html");
        Matcher imports = Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL).matcher(text(page));
        assertThat(imports.find()).isTrue();
        String hash = Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(imports.group(1).getBytes(StandardCharsets.UTF_8)));
        assertThat(page.headers().allValues("content-security-policy")).singleElement().asString()
                .contains("default-src 'self'", "'sha256-" + hash + "'", "frame-ancestors 'none'").doesNotContain("unsafe-eval");
        assertThat(header(page, "referrer-policy")).isEqualTo("no-referrer");
    }

    /** A name that is written wrong would only be seen when somebody opens that very page. */
    @Test
    void everyModuleThatIsImportedIsThere() throws Exception {
        String page = text(get("/"));
        Deque<String> open = new ArrayDeque<>(List.of("ui/main.js"));
        Set<String> seen = new HashSet<>(open);
        while (!open.isEmpty()) {
            String path = open.pop();
            HttpResponse<byte[]> module = get("/" + path);
            assertThat(module.statusCode()).as(path).isEqualTo(200);
            assertThat(header(module, "content-type")).as(path).startsWith("text/javascript");
            if (!path.startsWith("ui/")) continue;
            Matcher imports = IMPORT.matcher(text(module));
            while (imports.find()) {
                String name = Stream.of(1, 2, 3).map(imports::group).filter(Objects::nonNull).findFirst().orElseThrow();
                String found = name.startsWith(".") ? URI.create(path).resolve(name).toString() : mapped(page, name);
                if (seen.add(found)) open.push(found);
            }
        }
        assertThat(seen).hasSizeGreaterThan(20).contains("ui/pages/queues.js");
    }

    @Test
    void filesArePackedAndNotSentTwice() throws Exception {
        HttpResponse<byte[]> plain = get("/ui/app.css");
        HttpResponse<byte[]> packed = get("/ui/app.css", "accept-encoding", "gzip");
        assertThat(header(packed, "content-encoding")).isEqualTo("gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes()).isEqualTo(plain.body());
        assertThat(get("/ui/app.css", "if-none-match", header(plain, "etag")).statusCode()).isEqualTo(304);
        assertThat(header(plain, "cache-control")).isEqualTo("no-cache");
        String library = mapped(text(get("/")), "lit");
        assertThat(header(get("/" + library), "cache-control")).contains("immutable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ui/nothing.js", "/ui/../index.html", "/ui/%2e%2e/importmap.json", "/ui/importmap.json", "/ui/", "/webjars/",
        "/webjars/../../../logback.xml", "/webjars/lit/package.json", "/ui/lib%2f..%2f..%2findex.html"})
    void nothingElseIsThere(String path) throws Exception {
        assertThat(get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void pathsOfThousandsOfPartsAreRefusedLikeAnyOther() throws Exception {
        assertThat(get("/ui/" + "a/".repeat(2_000) + "b.js").statusCode()).isEqualTo(404);
    }

    /** Below the address that the import map gives for a name, or the beginning of one. */
    private static String mapped(String page, String name) {
        Matcher each = MAPPED.matcher(page);
        while (each.find()) {
            String key = each.group(1);
            if (key.equals(name)) return each.group(2);
            if (key.endsWith("/") && name.startsWith(key)) return each.group(2) + name.substring(key.length());
        }
        throw new AssertionError(name + " is not in the import map");
    }

    private static HttpResponse<byte[]> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri + path));
        if (headers.length > 0) request.headers(headers);
        return HTTP.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
