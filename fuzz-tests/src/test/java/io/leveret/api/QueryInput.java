package io.leveret.api;

import io.leveret.api.http.ApiException;
import io.leveret.api.http.PathInput;
import io.leveret.api.json.Fields;
import io.leveret.api.json.InvalidQueryException;
import io.leveret.api.json.Json;
import io.leveret.api.json.Listing;
import io.leveret.api.json.Query;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Path and query of a request, for a list and for messages that are looked for. */
public final class QueryInput {

    private record Row(String name, long messages) {}

    private static final List<Row> ROWS = List.of(new Row("orders", 3), new Row("", -1), new Row("größe +;&", Long.MAX_VALUE));
    private static final Fields<Row> FIELDS = new Fields<Row>().add("name", Row::name).add("messages", Row::messages)
            .add("details", row -> Map.of("rate", row.messages() / 7.0, "name", row.name()));

    private QueryInput() {}

    public static void fuzzerTestOneInput(byte[] bytes) throws Exception {
        String uri = "/prefix/api" + new String(bytes, StandardCharsets.ISO_8859_1);
        String routed = PathInput.routed(uri, "/prefix").orElseThrow();
        Query query;
        try {
            query = new Query(new QueryStringDecoder(routed).parameters());
        } catch (IllegalArgumentException noUri) {
            return;
        }
        try {
            Json.write(new Listing<>(query, FIELDS, "name").searching("name", "details.name").narrowedBy("messages").of(ROWS));
        } catch (ApiException | InvalidQueryException refused) {
            // as it should be
        }
        try {
            new BrowseQuery(query).filter();
            new BrowseQuery(query).isBinary();
        } catch (ApiException refused) {
            // as it should be
        }
    }
}
