package io.leveret.api;

import io.leveret.api.http.Answers;
import io.leveret.api.http.ApiException;
import io.leveret.api.http.Caller;
import io.leveret.api.http.Workers;
import io.leveret.api.json.Json;
import io.leveret.api.json.JsonObject;
import io.leveret.api.json.MalformedJsonException;
import io.leveret.api.json.Query;
import io.leveret.engine.VirtualHost;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/** All that is declared, out and in; for administrators. */
@Controller("/api")
@Consumes(MediaType.ALL)
@ExecuteOn(Workers.NAME)
final class DefinitionsController {

    private final ManagedBroker managed;
    private final ClusterName clusterName;

    DefinitionsController(ManagedBroker managed, ClusterName clusterName) {
        this.managed = managed;
        this.clusterName = clusterName;
    }

    @Get(uris = {"/definitions", "/all-configuration"})
    HttpResponse<?> export(Caller caller, Query query, HttpRequest<?> request) {
        Optional<String> only = caller.requireAdministrator().listedHost();
        return only.isPresent() ? export(only.get(), caller, query, request) : answer(export().all(), query, request);
    }

    @Get("/definitions/{vhost}")
    HttpResponse<?> export(String vhost, Caller caller, Query query, HttpRequest<?> request) {
        caller.requireAdministrator();
        return answer(export().of(existing(vhost)), query, request);
    }

    @Post(uris = {"/definitions", "/all-configuration"})
    HttpResponse<?> take(HttpRequest<?> request, Caller caller, @Nullable @Body String body) {
        Optional<String> only = caller.requireAdministrator().listedHost();
        if (only.isPresent()) return take(request, only.get(), caller, body);
        Upload upload = Upload.of(request, body);
        importFor(caller).take(file(upload.file()));
        managed.awaitStored();
        return upload.answer();
    }

    @Post("/definitions/{vhost}")
    HttpResponse<?> take(HttpRequest<?> request, String vhost, Caller caller, @Nullable @Body String body) {
        caller.requireAdministrator();
        VirtualHost host = existing(vhost);
        Upload upload = Upload.of(request, body);
        importFor(caller).take(file(upload.file()), host);
        managed.awaitStored();
        return upload.answer();
    }

    private DefinitionsExport export() {
        return new DefinitionsExport(managed.broker(), managed.node().rabbitVersion(), clusterName.get());
    }

    private DefinitionsImport importFor(Caller caller) {
        return new DefinitionsImport(managed.broker(), managed.node(), new Importer(caller.name()));
    }

    /** As by RabbitMQ, the path asks for something that it must have. */
    private VirtualHost existing(String vhost) {
        return managed.broker().findVirtualHost(vhost).orElseThrow(() -> ApiException.badRequest("vhost_not_found"));
    }

    /** Nothing at all brings nothing; what is there must be an object. */
    private static JsonObject file(String body) {
        if (body == null || body.isEmpty()) return new JsonObject(Map.of());
        ApiException noFile = ApiException.badRequest("failed_to_parse_json");
        try {
            return JsonObject.of(Json.read(body)).orElseThrow(() -> noFile);
        } catch (MalformedJsonException e) {
            throw noFile;
        }
    }

    private static HttpResponse<?> answer(Map<String, Object> definitions, Query query, HttpRequest<?> request) {
        byte[] body = Json.write(definitions);
        CRC32C sum = new CRC32C();
        sum.update(body);
        String tag = '"' + Long.toHexString(sum.getValue()) + '-' + Integer.toHexString(body.length) + '"';
        if (tag.equals(request.getHeaders().get("If-None-Match"))) return HttpResponse.notModified().header("ETag", tag);
        MutableHttpResponse<byte[]> answer = HttpResponse.ok(body).contentType(MediaType.APPLICATION_JSON_TYPE).header("ETag", tag);
        query.find("download").ifPresent(name -> answer.header("Content-Disposition",
            "attachment; filename=" + name.replaceAll("[^\\w.-]", "_")));
        return answer;
    }
}
