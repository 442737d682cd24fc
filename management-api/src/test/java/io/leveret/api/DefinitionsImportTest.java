package io.leveret.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leveret.api.http.ApiException;
import io.leveret.api.json.JsonObject;
import io.leveret.engine.Broker;
import io.leveret.engine.access.HashAlgorithm;
import io.leveret.engine.queue.QueueStorage;
import io.leveret.engine.store.TransientStore;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Of a file that will not do nothing is taken in. */
class DefinitionsImportTest {
    private final TransientStore store = new TransientStore();
    private final Broker broker = new Broker(new Broker.Admission(Set.of(), HashAlgorithm.SHA256, -1), store, QueueStorage.boundless(store));

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "x-consistent-hash | {} | none | {} | The binding key must be an integer",
        "x-consistent-hash | {} | 0 | {} | The binding key must be greater than 0",
        "headers | {} | | {\"x-match\":\"some\"} | Invalid x-match field value",
        "x-local-random | {} | key | {} | Non empty binding 'key' key not permitted",
        "x-delayed-message | {} | | {} | 'x-delayed-type' must be an existing exchange type",
        "x-message-deduplication | {} | | {} | 'x-cache-size' must be an integer greater than 0",
        "topic | {\"alternate-exchange\":5} | | {} | invalid type"})
    void exchangesAreTriedFirst(String type, String arguments, String key, String bindingArguments, String reason) {
        JsonObject file = JsonObject.of("""
            {"vhosts":[{"name":"new"}],
             "exchanges":[{"name":"x","vhost":"new","type":"%s","arguments":%s}],
             "queues":[{"name":"q","vhost":"new"}],
             "bindings":[{"vhost":"new","source":"x","destination":"q","routing_key":"%s","arguments":%s}]}"""
            .formatted(type, arguments, key == null ? "" : key, bindingArguments));
        DefinitionsImport taking = new DefinitionsImport(broker, null, new Importer("somebody")); // it comes to no node
        assertThatThrownBy(() -> taking.take(file)).isInstanceOf(ApiException.class).hasMessageContaining(reason);
        assertThat(broker.findVirtualHost("new")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"users\":[{\"name\":\"\",\"tags\":\"\"}]", "\"global_parameters\":[{\"name\":\"\",\"value\":1}]",
        "\"policies\":[{\"vhost\":\"new\",\"name\":\"\",\"pattern\":\"\",\"definition\":{\"expires\":1}}]",
        "\"parameters\":[{\"vhost\":\"new\",\"component\":\"\",\"name\":\"p\",\"value\":1}]",
        "\"parameters\":[{\"vhost\":\"new\",\"component\":\"c\",\"name\":\"\",\"value\":1}]"})
    void whatIsKnownByItsNameHasOne(String section) {
        DefinitionsImport taking = new DefinitionsImport(broker, null, new Importer("somebody"));
        assertThatThrownBy(() -> taking.take(JsonObject.of("{\"vhosts\":[{\"name\":\"new\"}], " + section + "}")))
            .isInstanceOf(ApiException.class).hasMessageContaining("must have a name");
        assertThat(broker.findVirtualHost("new")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"amq.headers", "amq.match"})
    void soAreThoseThatAVirtualHostHasFromTheBeginning(String exchange) {
        JsonObject file = JsonObject.of("""
            {"vhosts":[{"name":"new"}], "queues":[{"name":"q","vhost":"new"}],
             "bindings":[{"vhost":"new","source":"%s","destination":"q","arguments":{"x-match":7}}]}""".formatted(exchange));
        DefinitionsImport taking = new DefinitionsImport(broker, null, new Importer("somebody"));
        assertThatThrownBy(() -> taking.take(file)).isInstanceOf(ApiException.class).hasMessageContaining("x-match");
        assertThat(broker.findVirtualHost("new")).isEmpty();
    }
}
