package dev.nightjar.server.route;

import dev.nightjar.mirror.Mirrors;
import dev.nightjar.mirror.status.ExportProgress;
import dev.nightjar.mirror.status.MirrorStatus;
import dev.nightjar.mirror.status.StreamProgress;
import dev.nightjar.project.FileKind;
import dev.nightjar.server.http.Access;
import dev.nightjar.server.http.Answer;
import dev.nightjar.server.http.Api;
import dev.nightjar.server.http.Exchange;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.http.Json;
import dev.nightjar.server.live.LiveResource;
import dev.nightjar.server.live.LiveSets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code /v1/mirrors}: how far the mirrors of a workspace are, and how to stop one for a while. */
public final class MirrorRoutes {
  private final Mirrors mirrors;
  private final LiveSets liveSets;

  public MirrorRoutes(Mirrors mirrors, LiveSets liveSets) {
    this.mirrors = mirrors;
    this.liveSets = liveSets;
  }

  /** Adds the routes. */
  public void addTo(Api api) {
    api.get("/v1/mirrors", Access.WORKSPACE, this::list);
    api.get("/v1/mirrors/{datasource}", Access.WORKSPACE, this::get);
    api.post("/v1/mirrors/{datasource}/pause", Access.WORKSPACE, this::pause);
    api.post("/v1/mirrors/{datasource}/resume", Access.WORKSPACE, this::resume);
  }

  private Answer list(Exchange exchange) {
    Set<String> ids =
        liveSets.of(exchange.workspace()).resources().stream()
            .filter(resource -> resource.kind() == FileKind.DATASOURCE)
            .map(LiveResource::id)
            .collect(Collectors.toSet());
    List<Map<String, Object>> all =
        mirrors.statuses().stream()
            .filter(status -> ids.contains(status.id()))
            .map(MirrorRoutes::json)
            .toList();
    return Answer.ok(all);
  }

  private Answer get(Exchange exchange) {
    return Answer.ok(json(require(exchange)));
  }

  private Answer pause(Exchange exchange) {
    mirrors.pause(require(exchange).id());
    return Answer.ok(json(require(exchange)));
  }

  private Answer resume(Exchange exchange) {
    mirrors.resume(require(exchange).id());
    return Answer.ok(json(require(exchange)));
  }

  private MirrorStatus require(Exchange exchange) {
    String name = exchange.path("datasource");
    return liveSets
        .of(exchange.workspace())
        .find(FileKind.DATASOURCE, name)
        .flatMap(resource -> mirrors.status(resource.id()))
        .orElseThrow(
            () -> HttpProblem.notFound("There is no data source '" + name + "' with a mirror."));
  }

  private static Map<String, Object> json(MirrorStatus status) {
    return Json.object(
        "datasource", status.datasource(),
        "workspace", status.workspace(),
        "table_arn", status.tableArn(),
        "state", status.state().code(),
        "since", status.since().toString(),
        "reason", status.reason().orElse(null),
        "message", status.message().orElse(null),
        "generation", status.generation(),
        "caught_up_at", text(status.caughtUpAt()),
        "boundary", text(status.boundary()),
        "export", json(status.export()),
        "stream", json(status.stream()),
        "quarantined_rows", status.quarantinedRows(),
        "retries", status.retries());
  }

  private static Map<String, Object> json(ExportProgress export) {
    return Json.object(
        "arn", export.arn().orElse(null),
        "status", export.status().orElse(null),
        "export_time", text(export.exportTime()),
        "waits_until", text(export.waitsUntil()),
        "files", export.files(),
        "files_loaded", export.filesLoaded(),
        "items", export.items(),
        "items_loaded", export.itemsLoaded(),
        "bytes_loaded", export.bytesLoaded(),
        "started_loading_at", text(export.startedLoadingAt()),
        "finished_loading_at", text(export.finishedLoadingAt()));
  }

  private static Map<String, Object> json(StreamProgress stream) {
    return Json.object(
        "arn", stream.arn().orElse(null),
        "shards_open", stream.shardsOpen(),
        "shards_unread", stream.shardsUnread(),
        "shards_finished", stream.shardsFinished(),
        "changes_inserted", stream.changesInserted(),
        "changes_before_boundary", stream.changesBeforeBoundary(),
        "last_poll_at", text(stream.lastPollAt()),
        "last_record_at", text(stream.lastRecordAt()),
        "lag_ms", stream.lagMs().orElse(null));
  }

  private static String text(Optional<Instant> time) {
    return time.map(Instant::toString).orElse(null);
  }
}
