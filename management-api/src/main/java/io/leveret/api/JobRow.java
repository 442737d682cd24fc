package io.leveret.api;

import io.leveret.api.json.Fields;
import io.leveret.engine.browse.Goal;
import io.leveret.engine.browse.Job;
import io.leveret.engine.browse.JobOrder;
import io.leveret.engine.browse.Progress;
import io.leveret.engine.browse.Progress.Counts;
import io.leveret.engine.browse.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** How a job is shown. */
final class JobRow {

    private JobRow() {
    }

    static Fields<Job> fields() {
        return new Fields<Job>()
            .add("id", Job::id)
            .add("action", job -> job.order().action().toString())
            .add("vhost", job -> job.order().host().name())
            .add("queue", job -> job.order().queue().name())
            .add("user", job -> job.order().client().userName())
            .add("target", job -> target(job.order().target()))
            .add("selected", job -> job.order().messages().isPresent() ? "messages" : "filter")
            .addIfPresent("limit", job -> Optional.of(job.order().limit()).filter(limit -> limit < Long.MAX_VALUE))
            .addIfPresent("rate", job -> Optional.of(job.order().rate()).filter(rate -> rate > 0))
            .add("dry_run", job -> job.order().dryRun())
            .add("state", job -> job.state().toString())
            .addIfPresent("error", Job::error)
            .add("created_at", Job::createdAt)
            .addIfPresent("started_at", job -> Optional.of(job.startedAt()).filter(time -> time > 0))
            .addIfPresent("finished_at", job -> Optional.of(job.finishedAt()).filter(time -> time > 0))
            .add("total", count(Counts::total))
            .add("searched", count(Counts::searched))
            .add("remaining", job -> Math.max(0, job.progress().counts().total() - job.progress().counts().searched()))
            .add("matched", count(Counts::matched))
            .add("done", count(Counts::done))
            .add("failed", count(Counts::failed))
            .add("skipped", count(Counts::skipped))
            .add("gone", count(Counts::gone));
    }

    /** One that is looked at by itself. */
    static Fields<Job> details() {
        return fields().and(new Fields<Job>()
            .add("failures", job -> failures(job.progress()))
            .add("targets", job -> targets(job.progress()))
            .add("samples", job -> samples(job.progress())));
    }

    private static Function<Job, Long> count(ToLongFunction<Counts> which) {
        return job -> which.applyAsLong(job.progress().counts());
    }

    private static Map<String, Object> target(Target target) {
        Map<String, Object> shown = new LinkedHashMap<>();
        switch (target.kind()) {
            case QUEUE -> shown.put("queue", target.name());
            case EXCHANGE -> {
                shown.put("exchange", target.name());
                if (target.routingKey() != null) shown.put("routing_key", target.routingKey());
            }
            case DEATH_QUEUE -> shown.put("to", "queue");
            case DEATH_EXCHANGE -> shown.put("to", "exchange");
            case NOWHERE, SOURCE, DEAD_LETTERS -> { }
        }
        if (!target.detours().others().isEmpty()) shown.put("instead", target.detours().others());
        return shown;
    }

    private static List<Map<String, Object>> failures(Progress progress) {
        List<Map<String, Object>> shown = new ArrayList<>();
        for (Progress.Failure each : progress.failures()) shown.add(Map.of("id", each.message().toString(), "reason", each.reason()));
        return shown;
    }

    private static List<Map<String, Object>> targets(Progress progress) {
        List<Map<String, Object>> shown = new ArrayList<>();
        progress.goals().forEach((goal, count) -> {
            Map<String, Object> target = goal(goal);
            target.put("count", count);
            shown.add(target);
        });
        if (progress.otherGoals() > 0) shown.add(Map.of("others", true, "count", progress.otherGoals()));
        return shown;
    }

    private static List<Map<String, Object>> samples(Progress progress) {
        List<Map<String, Object>> shown = new ArrayList<>();
        for (Progress.Sample each : progress.samples()) {
            Map<String, Object> sample = new LinkedHashMap<>();
            sample.put("id", each.message().toString());
            sample.putAll(goal(each.goal()));
            shown.add(sample);
        }
        return shown;
    }

    private static Map<String, Object> goal(Goal goal) {
        Map<String, Object> shown = new LinkedHashMap<>();
        if (goal.exchange() == null) {
            shown.put("queue", goal.queue());
        } else {
            shown.put("exchange", goal.exchange());
            shown.put("routing_key", goal.routingKey());
        }
        return shown;
    }
}
