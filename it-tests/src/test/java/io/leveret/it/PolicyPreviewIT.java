package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.it.Api.Reply;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a policy would change, and whether a user may do something. */
class PolicyPreviewIT {
    private static final String PREVIEW = "{\"pattern\":\"^orders\",\"definition\":{\"max-length\":10,\"message-ttl\":1000},\"priority\":5}";

    @RegisterExtension
    static final BrokerWithApi BROKER = BrokerWithApi.inMemory();

    private static Api api;

    @BeforeAll
    static void declare() {
        api = BROKER.api();
        api.put("/vhosts/v", "");
        api.put("/queues/v/orders", "{}");
        api.put("/queues/v/orders.limited", "{\"arguments\":{\"x-max-length\":3}}");
        api.put("/queues/v/other", "{}");
        api.put("/exchanges/v/orders.in", "{\"type\":\"topic\"}");
        api.put("/policies/v/present", "{\"pattern\":\"^or|other\",\"apply-to\":\"queues\",\"definition\":{\"max-length\":7,\"expires\":100000}}");
        api.put("/operator-policies/v/most", "{\"pattern\":\".*\",\"definition\":{\"message-ttl\":500}}");
    }

    @Test
    void tellsWhatWouldChange() {
        Reply reply = api.post("/policies/v/new/preview", PREVIEW);
        assertThat(reply.body()).startsWith("{\"vhost\":\"v\",\"name\":\"new\",\"matched_queues\":2,\"matched_exchanges\":1,\"changed\":2,")
                .contains("{\"kind\":\"queue\",\"name\":\"orders\",\"matched\":true,\"policy\":\"new\",\"changes\":[{\"key\":\"expires\",\"before\":100000},"
                        + "{\"key\":\"max-length\",\"before\":7,\"after\":10}],\"overruled\":[{\"key\":\"message-ttl\",\"by\":\"operator_policy\",\"policy\":\"most\"}]}",
                        "\"name\":\"orders.limited\",\"matched\":true,\"policy\":\"new\",\"changes\":[{\"key\":\"expires\",\"before\":100000}],"
                        + "\"overruled\":[{\"key\":\"max-length\",\"by\":\"argument\"},");
        assertThat(api.get("/policies/v/new").status()).isEqualTo(404);
        assertThat(api.get("/queues/v/orders?columns=policy").body()).isEqualTo("{\"policy\":\"present\"}");
    }

    @Test
    void tellsWhoLosesItsPolicyAndWhoseIsStronger() {
        assertThat(api.post("/policies/v/present/preview", "{\"pattern\":\"other\",\"definition\":{\"max-length\":7}}").body())
                .contains("\"matched_queues\":1", "{\"kind\":\"queue\",\"name\":\"orders\",\"matched\":false,\"changes\":[", "\"changed\":3");
        assertThat(api.post("/policies/v/weak/preview", "{\"pattern\":\"other\",\"definition\":{\"max-length\":1},\"priority\":-1}").body())
                .contains("\"changed\":0", "\"policy\":\"present\",\"changes\":[],\"overruled\":[{\"key\":\"max-length\",\"by\":\"priority\",\"policy\":\"present\"}]");
    }

    @Test
    void ofOperatorsAndExchangesToo() {
        assertThat(api.post("/operator-policies/v/most/preview", "{\"pattern\":\".*\",\"definition\":{\"max-length\":5}}").body())
                .contains("\"matched_queues\":3,\"matched_exchanges\":0", "{\"key\":\"max-length\",\"before\":7,\"after\":5},{\"key\":\"message-ttl\",\"before\":500}");
        assertThat(api.post("/policies/v/x/preview", "{\"pattern\":\"in$\",\"apply-to\":\"exchanges\",\"definition\":{\"alternate-exchange\":\"lost\"}}").body())
                .contains("\"kind\":\"exchange\",\"name\":\"orders.in\"", "{\"key\":\"alternate-exchange\",\"after\":\"lost\"}");
        assertThat(api.post("/policies/v/new/preview?limit=1", PREVIEW).body()).contains("\"objects_left_out\":2");
    }

    @Test
    void refusesWhatSettingItWouldRefuse() {
        assertThat(api.post("/policies/v/new/preview", "{}").status()).isEqualTo(400);
        assertThat(api.post("/policies/v/new/preview", "{\"pattern\":\"(\",\"definition\":{\"max-length\":1}}").status()).isEqualTo(400);
        assertThat(api.post("/policies/v/new/preview", "{\"pattern\":\"\",\"definition\":{\"nix\":1}}").status()).isEqualTo(400);
        assertThat(api.post("/policies/nowhere/new/preview", PREVIEW).status()).isEqualTo(404);
        api.put("/users/manager", "{\"password\":\"secret\",\"tags\":\"management\"}");
        api.put("/permissions/v/manager", "{\"configure\":\".*\",\"write\":\".*\",\"read\":\".*\"}");
        assertThat(api.as("manager", "secret").post("/policies/v/new/preview", PREVIEW).status()).isEqualTo(401);
    }

    @Test
    void tellsWhatAUserMayDo() {
        api.put("/users/bob", "{\"password\":\"secret\",\"tags\":\"management\"}");
        assertThat(check("bob", "vhost=v&resource=queue&action=read&name=q")).contains("\"allowed\":false", "no permissions in the virtual host");
        api.put("/permissions/v/bob", "{\"configure\":\"\",\"write\":\"^orders\",\"read\":\".*\"}");
        api.put("/topic-permissions/v/bob", "{\"exchange\":\"orders.in\",\"write\":\"^{username}\\\\.\",\"read\":\".*\"}");
        assertThat(check("bob", "vhost=v&resource=queue&action=configure&name=q")).isEqualTo(
                "{\"allowed\":false,\"rules\":[{\"rule\":\"permission\",\"pattern\":\"\",\"matched\":false}]}");
        assertThat(check("bob", "vhost=v&resource=exchange&action=write&name=orders.in")).contains("\"allowed\":true", "\"pattern\":\"^orders\"");
        assertThat(check("bob", "vhost=v&resource=exchange&action=write&name=orders.in&routing_key=bob.1")).contains("\"allowed\":true",
                "{\"rule\":\"topic_permission\",\"exchange\":\"orders.in\",\"pattern\":\"^{username}\\\\.\",\"matched\":true}");
        assertThat(check("bob", "vhost=v&resource=exchange&action=write&name=orders.in&routing_key=eve.1")).contains("\"allowed\":false");
        assertThat(check("bob", "vhost=v&resource=exchange&action=write&name=amq.default")).contains("\"allowed\":false");
        assertThat(api.as("bob", "secret").get("/users/bob/check?vhost=v&resource=queue&action=read&name=q").status()).isEqualTo(200);
        assertThat(api.as("bob", "secret").get("/users/guest/check?vhost=v&resource=queue&action=read&name=q").status()).isEqualTo(401);
        assertThat(api.get("/users/nobody/check?vhost=v&resource=queue&action=read&name=q").status()).isEqualTo(404);
        for (String vhost : List.of("none", "secret")) { // which of them there is, is nobody's business
            api.put("/vhosts/secret", "");
            Api.Reply reply = api.as("bob", "secret").get("/users/bob/check?vhost=" + vhost + "&resource=queue&action=read&name=q");
            assertThat(reply.status() + reply.body()).isEqualTo("404{\"error\":\"not_found\",\"reason\":\"Not Found\"}");
        }
        for (String bad : List.of("", "vhost=v", "vhost=v&resource=dog&action=read&name=q", "vhost=v&resource=queue&action=eat&name=q",
                "vhost=v&resource=queue&action=read")) {
            assertThat(api.get("/users/bob/check?" + bad).status()).as(bad).isEqualTo(400);
        }
    }

    private static String check(String user, String query) {
        return api.get("/users/" + user + "/check?" + query).body();
    }
}
