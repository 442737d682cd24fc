package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.broker.Leveret;
import io.leveret.it.Api.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parameters, limits, logins, and what there is no more behind than an answer. */
class ApiParametersIT {

    private static final String NOT_FOUND = "{\"error\":\"Object Not Found\",\"reason\":\"Not Found\"}";
    private static final String POLICY = "{\"value\":{\"pattern\":\"^o\",\"definition\":{\"max-length\":10},\"priority\":1,\"apply-to\":\"queues\"}}";

    private static Leveret broker;
    private static Api api;

    @BeforeAll
    static void start() {
        broker = Leveret.builder().inMemory().amqpPort(0).managementPort(0).virtualHost("limited").virtualHost("raced")
                .user("maker", "secret", "policymaker").permission("maker", "/", "", "", "").user("reader", "secret", "management").start();
        api = Api.of(broker);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void limitsAreAParameterToo() {
        String path = "/parameters/vhost-limits/limited/limits";
        assertThat(api.put(path, "{\"value\":{\"max-queues\":7}}").status()).isEqualTo(201);
        assertThat(api.put(path, "{\"value\":{\"max-queues\":8},\"component\":\"x\",\"vhost\":\"y\",\"name\":\"z\"}").status()).isEqualTo(204);
        assertThat(api.get(path).body())
                .isEqualTo("{\"value\":{\"max-queues\":8},\"vhost\":\"limited\",\"component\":\"vhost-limits\",\"name\":\"limits\"}");
        assertThat(api.get("/vhost-limits/limited").body()).isEqualTo("[{\"vhost\":\"limited\",\"value\":{\"max-queues\":8}}]");
        assertThat(api.delete(path).status()).isEqualTo(204);
        assertThat(api.delete(path)).extracting(Reply::status, Reply::body).containsExactly(404, NOT_FOUND);
        assertThat(api.get("/vhost-limits/limited").body()).isEqualTo("[]");
    }

    @Test
    void soAreOperatorsPolicies() {
        String path = "/parameters/operator_policy/%2F/cap";
        assertThat(api.put(path, POLICY).status()).isEqualTo(201);
        assertThat(api.get("/operator-policies/%2F/cap").body()).contains("\"max-length\":10");
        assertThat(api.get(path).body()).contains("\"component\":\"operator_policy\"", "\"apply-to\":\"queues\"");
        assertThat(api.delete(path).status()).isEqualTo(204);
        assertThat(api.get("/operator-policies/%2F/cap").status()).isEqualTo(404);
    }

    @Test
    void thoseOfUsersHaveTheirOwnPath() {
        api.put("/policies/%2F/mine", "{\"pattern\":\"^o\",\"definition\":{\"max-length\":10}}");
        assertThat(api.get("/parameters/policy/%2F/mine").body()).contains("\"component\":\"policy\"");
        assertThat(api.put("/parameters/policy/%2F/mine", POLICY).body()).contains("policies may not be set using this method");
        assertThat(api.delete("/parameters/policy/%2F/mine").body()).contains("policies may not be cleared using this method");
        assertThat(api.delete("/policies/%2F/mine").status()).isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "nix/%2F/n                | {\"value\":{}}                     | Validation failed\\n\\ncomponent nix not found\\n",
        "shovel/%2F/n             | {\"value\":{}}                     | Validation failed\\n\\ncomponent shovel not found\\n",
        "vhost-limits/%2F/limits  | {\"value\":{\"max-nonsense\":1}}   | Validation failed\\n\\nUnrecognised terms [{<<\\\"max-nonsense\\\">>,1}] in limits\\n",
        "vhost-limits/%2F/limits  | {\"value\":7}                      | Validation failed\\n\\nlimits not a list 7\\n",
        "vhost-limits/%2F/limits  | {}                                 | [{key_missing,value}]",
        "vhost-limits/%2F/others  | {\"value\":{}}                     | Validation failed\\n\\nlimits are named limits, not others\\n",
        "operator_policy/%2F/cap  | {\"value\":{\"definition\":{}}}    | Validation failed\\n\\nKey \\\"pattern\\\" not found in cap\\nKey \\\"priority\\\" not found in cap\\n",
    })
    void refusesOthers(String path, String body, String reason) {
        assertThat(api.put("/parameters/" + path, body)).extracting(Reply::status, Reply::body)
                .containsExactly(400, "{\"error\":\"bad_request\",\"reason\":\"" + reason + "\"}");
    }

    @Test
    void isForThoseWhoMay() {
        assertThat(api.put("/parameters/vhost-limits/nix/limits", "{\"value\":{}}")).extracting(Reply::status, Reply::body)
                .containsExactly(404, "{\"error\":\"not_found\",\"reason\":\"vhost_not_found\"}");
        Api maker = api.as("maker", "secret");
        assertThat(maker.get("/parameters").status()).isEqualTo(200);
        assertThat(maker.put("/parameters/vhost-limits/%2F/limits", "{\"value\":{}}").status()).isEqualTo(401);
        assertThat(maker.put("/parameters/operator_policy/%2F/cap", POLICY).status()).isEqualTo(401);
        assertThat(api.as("reader", "secret").get("/parameters").status()).isEqualTo(401);
    }

    @Test
    void operatorsPoliciesMayBeOutOfReach() {
        try (Leveret fixed = Leveret.builder().inMemory().amqpPort(0).managementPort(0).set("management.operator-policy-changes", "false").start()) {
            Api there = Api.of(fixed);
            String policy = "{\"pattern\":\"^o\",\"definition\":{\"max-length\":10}}";
            assertThat(there.put("/operator-policies/%2F/cap", policy).status()).isEqualTo(405);
            assertThat(there.delete("/operator-policies/%2F/cap").status()).isEqualTo(405);
            assertThat(there.put("/parameters/operator_policy/%2F/cap", POLICY).status()).isEqualTo(405);
            assertThat(there.get("/operator-policies").body()).isEqualTo("[]");
            assertThat(there.put("/policies/%2F/mine", policy).status()).isEqualTo(201);
            assertThat(there.get("/overview?columns=is_op_policy_updating_enabled").body()).isEqualTo("{\"is_op_policy_updating_enabled\":false}");
        }
    }

    @Test
    void whatComesWithDefinitionsCanBeDeleted() {
        assertThat(api.post("/definitions", "{\"parameters\":[{\"vhost\":\"/\",\"component\":\"shovel\",\"name\":\"s\",\"value\":{\"src-queue\":\"a\"}}]}").status()).isEqualTo(204);
        assertThat(api.get("/parameters/shovel/%2F/s").body()).contains("\"src-queue\":\"a\"");
        assertThat(api.delete("/parameters/shovel/%2F/s").status()).isEqualTo(204);
        assertThat(api.get("/parameters/shovel").body()).isEqualTo("[]");
    }

    @Test
    void limitsThatAreSetOneByOneDoNotUndoEachOther() {
        for (int round = 0; round < 20; round++) {
            int value = round + 1;
            List<CompletableFuture<Reply>> both = new ArrayList<>();
            for (String limit : List.of("max-queues", "max-connections")) {
                both.add(CompletableFuture.supplyAsync(() -> api.put("/vhost-limits/raced/" + limit, "{\"value\":" + value + "}")));
            }
            both.forEach(each -> assertThat(each.join().status()).isEqualTo(204));
            assertThat(api.get("/vhost-limits/raced").body())
                    .isEqualTo("[{\"vhost\":\"raced\",\"value\":{\"max-connections\":" + value + ",\"max-queues\":" + value + "}}]");
        }
    }

    @Test
    void logsInWithAForm() {
        Api nobody = api.as("", "");
        Reply in = nobody.post("/login", "username=guest&password=guest");
        assertThat(in).extracting(Reply::status, Reply::body).containsExactly(200,
                "{\"user\":{\"name\":\"guest\",\"tags\":[\"administrator\"],\"is_internal_user\":true},"
                + "\"token\":{\"type\":\"basic\",\"value\":\"Z3Vlc3Q6Z3Vlc3Q=\"}}");
        assertThat(nobody.send("POST", "/login", "username=guest&password=guest", "content-type",
                "application/x-www-form-urlencoded").status()).isEqualTo(200);
        for (String wrong : List.of("username=guest&password=wrong", "password=guest", "{}", "username=guest&password=%67uest%21")) {
            assertThat(nobody.send("POST", "/login", wrong, "content-type", "application/x-www-form-urlencoded"))
                    .as(wrong).extracting(Reply::status, Reply::body)
                    .containsExactly(401, "{\"error\":\"not_authorized\",\"reason\":\"Not_Authorized\"}");
        }
        assertThat(nobody.delete("/login").status()).isEqualTo(204);
        assertThat(nobody.get("/login").status()).isEqualTo(405);
        assertThat(nobody.get("/auth").body()).isEqualTo("{\"oauth_enabled\":false}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/shovels", "/shovels/%2F", "/federation-links", "/federation-links/%2F", "/federation-links/state/down",
        "/stream/connections", "/stream/connections/%2F", "/stream/consumers", "/stream/consumers/%2F", "/stream/publishers",
        "/stream/publishers/%2F", "/deprecated-features", "/deprecated-features/used", "/feature-flags"})
    void listsNothingOfWhatThereIsNot(String path) {
        assertThat(api.get(path)).extracting(Reply::status, Reply::body).containsExactly(200, "[]");
    }

    @ParameterizedTest
    @CsvSource({"GET,/shovels/vhost/%2F/s", "DELETE,/shovels/vhost/%2F/s", "DELETE,/shovels/vhost/%2F/s/restart", "GET,/shovels/nix",
        "GET,/stream/connections/%2F/c", "GET,/stream/connections/%2F/c/consumers", "GET,/stream/publishers/%2F/q",
        "GET,/stream/%2F/q/tracking", "GET,/top/rabbit@localhost", "GET,/traces"})
    void findsNothingOfIt(String method, String path) {
        assertThat(api.send(method, path, "")).extracting(Reply::status, Reply::body).containsExactly(404, NOT_FOUND);
    }

    @Test
    void hasOneReplicaOfEverything() {
        api.put("/queues/%2F/quorum", "{\"durable\":true,\"arguments\":{\"x-queue-type\":\"quorum\"}}");
        api.put("/queues/%2F/classic", "{}");
        String here = "{\"node\":\"rabbit@localhost\"}";
        assertThat(api.get("/queues/quorum/%2F/quorum/status").body()).contains("\"Raft State\":\"leader\"");
        assertThat(api.get("/queues/quorum/%2F/classic/status")).extracting(Reply::status).isEqualTo(503);
        assertThat(api.get("/queues/quorum/%2F/nix/status").status()).isEqualTo(404);
        assertThat(api.post("/queues/quorum/%2F/quorum/replicas/add", here).status()).isEqualTo(204);
        assertThat(api.post("/queues/quorum/%2F/quorum/replicas/add", "{\"node\":\"rabbit@other\"}").body()).contains("Node is not a cluster member");
        assertThat(api.send("DELETE", "/queues/quorum/%2F/quorum/replicas/delete", here)).extracting(Reply::status, Reply::body)
                .containsExactly(503, "{\"error\":\"service_unavailable\",\"reason\":\"last_node\"}");
        assertThat(api.post("/queues/quorum/replicas/on/rabbit@localhost/grow",
                "{\"strategy\":\"all\",\"vhost_pattern\":\".*\",\"queue_pattern\":\".*\"}").status()).isEqualTo(204);
        assertThat(api.put("/feature-flags/khepri_db/enable", "{}")).extracting(Reply::status, Reply::body)
                .containsExactly(400, "{\"error\":\"bad_request\",\"reason\":\"unsupported\"}");
        assertThat(api.post("/rebalance/queues", "").status()).isEqualTo(204);
    }
}
