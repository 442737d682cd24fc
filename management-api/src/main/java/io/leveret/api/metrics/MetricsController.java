package io.leveret.api.metrics;

import io.leveret.api.ClusterName;
import io.leveret.api.Node;
import io.leveret.api.http.Caller;
import io.leveret.api.http.HttpSettings;
import io.leveret.api.http.Workers;
import io.leveret.api.json.Query;
import io.leveret.engine.Broker;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;

/** Metrics for Prometheus, in its own format or in OpenMetrics if that is asked for. */
@Controller("/metrics")
@Produces(MediaType.ALL)
@ExecuteOn(Workers.NAME)
final class MetricsController {

    private final Registry registry;
    private final HttpSettings settings;
    private final ExpositionFormats formats = ExpositionFormats.init();

    MetricsController(Broker broker, Node node, ClusterName clusterName, HttpSettings settings) {
        this.registry = new Registry(broker, node, clusterName::get);
        this.settings = settings;
    }

    /** All things of a kind added up. */
    @Get
    HttpResponse<?> aggregated(@Nullable Caller caller, @Nullable @Header String accept) {
        requirePermission(caller);
        return page(registry.aggregated(), accept);
    }

    /** Each thing by itself. */
    @Get("/per-object")
    HttpResponse<?> perObject(@Nullable Caller caller, @Nullable @Header String accept) {
        requirePermission(caller);
        return page(registry.perObject(), accept);
    }

    /** Some, named in {@code family}, for the virtual hosts in {@code vhost}. */
    @Get("/detailed")
    HttpResponse<?> detailed(@Nullable Caller caller, Query query, @Nullable @Header String accept) {
        requirePermission(caller);
        return page(registry.detailed(query.all("family"), Set.copyOf(query.all("vhost"))), accept);
    }

    /** What memory is used for. */
    @Get("/memory-breakdown")
    HttpResponse<?> memory(@Nullable Caller caller, @Nullable @Header String accept) {
        requirePermission(caller);
        return page(registry.memory(), accept);
    }

    /** Whoever has to log in has done so by now. */
    private void requirePermission(@Nullable Caller caller) {
        if (settings.metricsNeedLogin() && caller != null) caller.requireMonitor();
    }

    private HttpResponse<?> page(MetricSnapshots metrics, @Nullable String accept) {
        ExpositionFormatWriter writer = formats.findWriter(accept == null ? "" : accept);
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        try {
            writer.write(page, metrics);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return HttpResponse.ok(page.toByteArray()).header("Content-Type", writer.getContentType());
    }
}
