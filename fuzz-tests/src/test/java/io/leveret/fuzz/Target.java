package io.leveret.fuzz;

import io.leveret.api.DefinitionsInput;
import io.leveret.api.QueryInput;
import io.leveret.broker.amqp.ConnectionInput;
import io.leveret.broker.amqp.CredentialsInput;
import io.leveret.broker.amqp.ProxyInput;
import io.leveret.broker.tls.NameInput;
import io.leveret.persistence.catalog.ChangeInput;
import io.leveret.persistence.journal.RecordInput;
import io.leveret.persistence.message.SectionInput;
import java.util.List;
import java.util.Locale;

/** What takes inputs. It throws for those that do harm: exceptions that are no answer, or answers that contradict each other. */
enum Target {
    FRAMES(FramesInput::fuzzerTestOneInput),
    TABLES(TableInput::fuzzerTestOneInput),
    CONNECTIONS(ConnectionInput::fuzzerTestOneInput, 5),
    CREDENTIALS(CredentialsInput::fuzzerTestOneInput),
    PROXY_HEADERS(ProxyInput::fuzzerTestOneInput),
    CERTIFICATE_NAMES(NameInput::fuzzerTestOneInput),
    DEFINITIONS(DefinitionsInput::fuzzerTestOneInput),
    QUERIES(QueryInput::fuzzerTestOneInput),
    REQUESTS(RequestInput::fuzzerTestOneInput, 10),
    CATALOG_CHANGES(ChangeInput::fuzzerTestOneInput),
    JOURNAL_RECORDS(RecordInput::fuzzerTestOneInput),
    CHECKPOINT_SECTIONS(SectionInput::fuzzerTestOneInput);

    private final Input input;
    private final int cost;

    /** Somebody who takes an input. */
    interface Input {
        void take(byte[] bytes) throws Exception;
    }

    Target(Input input) {
        this(input, 1);
    }

    Target(Input input, int cost) {
        this.input = input;
        this.cost = cost;
    }

    /** As how many others each of its inputs counts, for it takes as long. */
    int cost() {
        return cost;
    }

    void take(byte[] bytes) throws Exception {
        input.take(bytes);
    }

    List<byte[]> corpus() {
        return Corpus.of(name().toLowerCase(Locale.ROOT).replace('_', '-')).inputs();
    }
}
