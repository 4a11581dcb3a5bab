package dev.nightjar.server.route;

import dev.nightjar.server.http.Exchange;
import dev.nightjar.server.http.Json;
import dev.nightjar.server.job.Job;
import java.util.List;
import java.util.Map;

/** A job as clients read it. */
final class JobJson {
  private JobJson() {}

  /** Where a job is asked for; people open it in a browser. */
  static String url(Exchange exchange, String id) {
    return exchange.url("/v0/jobs/" + id);
  }

  static Map<String, Object> of(Exchange exchange, Job job) {
    Map<String, Object> json =
        Json.object(
            "id", job.id(),
            "job_id", job.id(),
            "kind", job.kind().word(),
            "status", job.status().word(),
            "created_at", Times.micros(job.createdAt()),
            "updated_at", Times.micros(job.updatedAt()),
            "started_at", job.startedAt().map(Times::micros).orElse(null),
            "job_url", url(exchange, job.id()),
            "is_cancellable", !job.status().over());
    json.putAll(job.details());
    job.error()
        .ifPresent(why -> {
          json.put("error", why);
          json.put("errors", List.of(why));
        });
    return json;
  }
}
