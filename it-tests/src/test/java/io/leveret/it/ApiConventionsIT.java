package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.broker.Leveret;
import io.leveret.it.Api.Reply;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for all requests to the management API. */
class ApiConventionsIT {

    private static final String NOT_FOUND = "{\"error\":\"Object Not Found\",\"reason\":\"Not Found\"}";

    private static Leveret broker;
    private static Api api;

    @BeforeAll
    static void start() {
        broker = Leveret.builder().inMemory().amqpPort(0).managementPort(0)
                .set("management.cors-origins", "https://console.example").set("management.body-limit", "100000")
                .user("reader", "secret", "management").user("nobody", "secret").start();
        api = Api.of(broker);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void asksForAPassword() {
        Reply reply = api.as("", "").get("/whoami");
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.header("www-authenticate")).isEqualTo("Basic realm=\"RabbitMQ Management\"");
    }

    @Test
    void refusesAWrongPasswordAndThoseWithoutATag() {
        assertThat(api.as("guest", "wrong").get("/whoami")).extracting(Reply::status, Reply::body)
                .containsExactly(401, "{\"error\":\"not_authorized\",\"reason\":\"Not_Authorized\"}");
        assertThat(api.as("nobody", "secret").get("/whoami")).extracting(Reply::status, Reply::body)
                .containsExactly(401, "{\"error\":\"not_authorised\",\"reason\":\"Not management user\"}");
    }

    @Test
    void slowsDownWhoGuesses() {
        for (int i = 0; i < 5; i++) api.as("guest", "guess" + i).get("/whoami");
        long before = System.nanoTime();
        api.as("guest", "guess").get("/whoami");
        assertThat(System.nanoTime() - before).isGreaterThan(200_000_000L);
        assertThat(api.get("/whoami").status()).isEqualTo(200);
    }

    @Test
    void slowsDownWhoGuessesWithAPasswordOfTheirOwnAtHand() {
        for (int i = 0; i < 5; i++) {
            api.as("someone", "guess" + i).get("/whoami");
            assertThat(api.as("reader", "secret").get("/whoami").status()).isEqualTo(200);
        }
        long before = System.nanoTime();
        api.as("someone", "guess").get("/whoami");
        assertThat(System.nanoTime() - before).isGreaterThan(200_000_000L);
    }

    @Test
    void listsOfOneVirtualHostAreForWhoeverNamesIt() {
        api.put("/vhosts/one", "");
        for (String host : List.of("one", "%2F")) {
            api.put("/queues/" + host + "/listed", "{}");
            api.put("/policies/" + host + "/listed", "{\"pattern\":\"none\",\"definition\":{\"max-length\":1}}");
        }
        for (String list : List.of("/queues", "/exchanges", "/bindings", "/policies", "/queues?page=1")) {
            assertThat(api.send("GET", list, "", "X-Vhost", "one").json().findValuesAsText("vhost")).as(list).isNotEmpty().containsOnly("one");
            assertThat(api.get(list).json().findValuesAsText("vhost")).as(list).contains("one", "/");
            assertThat(api.send("GET", list, "", "X-Vhost", "none").status()).as(list).isEqualTo(404);
        }
        assertThat(api.send("GET", "/connections", "", "X-Vhost", "one").body()).isEqualTo("[]");
        assertThat(api.send("GET", "/consumers", "", "X-Vhost", "one").body()).isEqualTo("[]");
        assertThat(api.as("reader", "secret").send("GET", "/queues", "", "X-Vhost", "one").status()).isEqualTo(404);
        api.delete("/vhosts/one");
    }

    @Test
    void tellsWhoAsks() {
        assertThat(api.get("/whoami").body()).isEqualTo("{\"name\":\"guest\",\"tags\":[\"administrator\"],\"is_internal_user\":true}");
        assertThat(api.get("/whoami/").status()).isEqualTo(200);
    }

    @Test
    void knowsWhatIsOpenToAll() {
        Api nobody = api.as("", "");
        assertThat(nobody.get("/version").body()).isEqualTo("\"4.3.5\"");
        assertThat(nobody.get("/auth").status()).isEqualTo(200);
    }

    @Test
    void sendsHeadersAgainstMischief() {
        Reply reply = api.get("/whoami");
        assertThat(reply.header("content-type")).startsWith("application/json");
        assertThat(reply.header("cache-control")).isEqualTo("no-cache");
        assertThat(reply.header("vary")).isEqualTo("accept, accept-encoding, origin");
        assertThat(reply.header("content-security-policy")).contains("script-src 'self'");
        assertThat(reply.header("x-content-type-options")).isEqualTo("nosniff");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nothing", "/queues/%2F/none", "/queues/none", "/vhosts/none", "/users/none", "/queues/%2F/a/b/c"})
    void findsNothing(String path) {
        assertThat(api.get(path)).extracting(Reply::status, Reply::body).containsExactly(404, NOT_FOUND);
    }

    @Test
    void saysWhichMethodsThereAre() {
        Reply refused = api.send("PATCH", "/queues/%2F/q", "{}");
        assertThat(refused.status()).isEqualTo(405);
        assertThat(refused.header("allow")).isEqualTo("HEAD, GET, PUT, DELETE, OPTIONS");
        Reply options = api.as("", "").send("OPTIONS", "/queues/%2F/q", "");
        assertThat(options.status()).isEqualTo(200);
        assertThat(options.header("allow")).isEqualTo("HEAD, GET, PUT, DELETE, OPTIONS");
        assertThat(options.body()).isEmpty();
        assertThat(api.send("HEAD", "/whoami", "").status()).isEqualTo(200);
    }

    @Test
    void letsOtherSitesAskThatAreNamed() {
        assertThat(api.send("GET", "/whoami", "", "origin", "https://console.example").header("access-control-allow-origin"))
                .isEqualTo("https://console.example");
        assertThat(api.send("GET", "/whoami", "", "origin", "https://other.example").header("access-control-allow-origin")).isEmpty();
        Reply asked = api.as("", "").send("OPTIONS", "/whoami", "", "origin", "https://console.example",
                "access-control-request-headers", "authorization");
        assertThat(asked.header("access-control-allow-headers")).isEqualTo("authorization");
        assertThat(asked.header("access-control-allow-methods")).isEqualTo("HEAD, GET, OPTIONS");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "no json         | ~\"not_json\"~",
        "[1]             | ~\"not_json\"~",
        "{} {}           | ~\"not_json\"~",
        "\"{}\"          | ~\"invalid payload: the request body JSON-decoded to a string. Is the input doubly-JSON-encoded?\"~",
        "{\"durable\":7} | ~[\"not_boolean\",7]~",
        "{\"arguments\":{\"a\":null}} | ~\"null_not_allowed\"~",
    })
    void refusesBadBodies(String body, String reason) {
        assertThat(api.put("/queues/%2F/bad", body)).extracting(Reply::status, Reply::body)
                .containsExactly(400, "{\"error\":\"bad_request\",\"reason\":" + reason + "}");
    }

    @Test
    void refusesBodiesThatAreTooLong() {
        assertThat(api.put("/queues/%2F/bad", " ".repeat(100_001))).extracting(Reply::status, Reply::body)
                .containsExactly(400, "{\"error\":\"bad_request\",\"reason\":\"Exceeded HTTP request body size limit\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "a+b", "a b", "a%2Fb", "ä€😀", "a;b=c", ".", "..", "a?b#c", "{x}", "\\", "a|b\"c"})
    void takesNamesOfAnyKind(String name) {
        String path = "/queues/%2F/" + Api.encoded(name);
        assertThat(api.put(path, "{}").status()).isEqualTo(201);
        assertThat(api.get(path + "?columns=name").body()).isEqualTo("{\"name\":\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}");
        assertThat(api.delete(path).status()).isEqualTo(204);
        assertThat(api.get(path).status()).isEqualTo(404);
    }

    @Test
    void takesAPlusInAPathForAPlus() {
        assertThat(api.put("/queues/%2F/one+two", "{}").status()).isEqualTo(201);
        assertThat(api.get("/queues/%2F/one%2Btwo").status()).isEqualTo(200);
    }

    @Test
    void refusesNamesThatAreTooLong() {
        assertThat(api.put("/queues/%2F/" + "x".repeat(255), "{}").status()).isEqualTo(201);
        assertThat(api.put("/queues/%2F/" + "x".repeat(256), "{}").status()).isEqualTo(400);
        assertThat(api.put("/exchanges/%2F/" + "x".repeat(256), "{}").status()).isEqualTo(400);
        assertThat(api.put("/vhosts/" + "x".repeat(256), "{}").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "page=0                | invalid_pagination_parameters | Invalid pagination parameters: page number 0, page size undefined",
        "page=1&page_size=501  | invalid_pagination_parameters | Invalid pagination parameters: page number 1, page size 501",
        "page=x                | bad_request                   | Pagination parameters are invalid",
        "page=9&page_size=2    | page_out_of_range             | Page out of range, page: 9 page size: 2, len: 2",
        "lengths_age=10&lengths_incr=0 | invalid_range_parameters | Invalid range parameters: age 10, incr 0",
    })
    void refusesPagesThatThereAreNot(String query, String error, String reason) {
        assertThat(api.get("/users?name=e&" + query)).extracting(Reply::status, Reply::body)
                .containsExactly(400, "{\"error\":\"" + error + "\",\"reason\":\"" + reason + "\"}");
    }

    @Test
    void showsAPageOfAList() {
        assertThat(api.get("/users?page=1&page_size=1&name=E&columns=name&sort=name&sort_reverse=true").body()).isEqualTo(
                "{\"filtered_count\":2,\"item_count\":1,\"items\":[{\"name\":\"reader\"}],\"page\":1,\"page_count\":2,"
                + "\"page_size\":1,\"total_count\":3}");
    }

    @Test
    void compressesForWhoeverWantsThat() {
        assertThat(api.send("GET", "/overview", "", "accept-encoding", "gzip").header("content-encoding")).isEqualTo("gzip");
    }

    @Test
    void answersWhatIsHardlyHttp() throws IOException {
        assertThat(raw("GET /api/whoami%zz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(raw("GET /api/a|b HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")).startsWith("HTTP/1.1 400 ")
                .doesNotContain("Exception", "io.micronaut");
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket(api.uri().getHost(), api.uri().getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
