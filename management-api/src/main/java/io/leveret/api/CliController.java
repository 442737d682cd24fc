package io.leveret.api;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;

/** Where RabbitMQ up to 4.2 hands out its script for the command line. */
@Controller("/cli")
final class CliController {

    private static final String WHERE = """
        This is no RabbitMQ, and does not hand out rabbitmqadmin: it is RabbitMQ's, under a licence of its own.
        It works here all the same, both generations of it:
          rabbitmqadmin 2 (one file, no Python): https://github.com/rabbitmq/rabbitmqadmin-ng/releases
          rabbitmqadmin 1 (a Python script):     in the package rabbitmq-server of Debian and others, or in RabbitMQ's
                                                 own sources up to 4.2 under deps/rabbitmq_management/bin
        """;

    @Get(uris = {"/", "/index.html", "/rabbitmqadmin"})
    HttpResponse<String> where() {
        return HttpResponse.ok(WHERE).contentType(MediaType.TEXT_PLAIN_TYPE);
    }
}
