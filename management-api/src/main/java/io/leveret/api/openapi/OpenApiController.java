package io.leveret.api.openapi;

import io.leveret.api.http.Workers;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;

/** What can be asked, for programs that write clients; nobody has to log in for it. */
@Controller("/api")
@OpenAPIDefinition(info = @Info(title = "Leveret", version = "1"))
@ExecuteOn(Workers.NAME)
final class OpenApiController {

    private static final String YAML = "application/yaml;charset=utf-8";

    private final OpenApiDocument document = new OpenApiDocument();

    /** This document. */
    @Get(value = "/openapi.yaml", produces = YAML)
    @SecurityRequirements
    HttpResponse<String> document() {
        return HttpResponse.ok(document.text());
    }
}
