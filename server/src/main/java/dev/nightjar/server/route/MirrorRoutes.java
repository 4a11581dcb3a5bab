package dev.nightjar.server.route;

import dev.nightjar.dynamodb.table.Reason;
import dev.nightjar.mirror.Mirrors;
import dev.nightjar.mirror.status.MirrorStatus;
import dev.nightjar.mirror.status.Notice;
import dev.nightjar.project.DatasourceFile;
import dev.nightjar.project.FileKind;
import dev.nightjar.server.deploy.Deploying;
import dev.nightjar.server.deploy.PendingMirror;
import dev.nightjar.server.http.Access;
import dev.nightjar.server.http.Answer;
import dev.nightjar.server.http.Api;
import dev.nightjar.server.http.Exchange;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.http.Json;
import dev.nightjar.server.live.LiveResource;
import dev.nightjar.server.live.LiveSet;
import dev.nightjar.server.live.LiveSets;
import dev.nightjar.server.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;

/** {@code /v1/mirrors}: how far the mirrors of a workspace are, and how to stop one for a while. */
public final class MirrorRoutes {
  private final Mirrors mirrors;
  private final LiveSets liveSets;
  private final BooleanSupplier hasCredentials;
  private final Function<Workspace, Map<String, PendingMirror>> pending;

  /**
   * @param deploying has the mirrors, and those that are pending
   * @param hasCredentials whether this server has credentials for AWS
   */
  public MirrorRoutes(
      Deploying.Started deploying, LiveSets liveSets, BooleanSupplier hasCredentials) {
    this.mirrors = deploying.mirrors();
    this.liveSets = liveSets;
    this.hasCredentials = hasCredentials;
    this.pending = deploying.deployer()::pending;
  }

  /** Adds the routes. */
  public void addTo(Api api) {
    api.get("/v1/mirrors", Access.WORKSPACE, this::list);
    api.get("/v1/mirrors/{datasource}", Access.WORKSPACE, this::get);
    api.post("/v1/mirrors/{datasource}/pause", Access.WORKSPACE, this::pause);
    api.post("/v1/mirrors/{datasource}/resume", Access.WORKSPACE, this::resume);
  }

  private Answer list(Exchange exchange) {
    LiveSet live = liveSets.of(exchange.workspace());
    Set<String> ids =
        live.resources().stream()
            .filter(resource -> resource.kind() == FileKind.DATASOURCE)
            .map(LiveResource::id)
            .collect(Collectors.toSet());
    List<MirrorStatus> begun =
        mirrors.statuses().stream().filter(status -> ids.contains(status.id())).toList();
    List<Map<String, Object>> all = new ArrayList<>();
    Map<String, PendingMirror> beside = pending.apply(exchange.workspace());
    begun.forEach(status -> all.add(json(exchange, live, status, beside)));
    Set<String> begunIds = begun.stream().map(MirrorStatus::id).collect(Collectors.toSet());
    List<LiveResource> waiting =
        live.resources().stream()
            .filter(resource -> isMirrored(live, resource) && !begunIds.contains(resource.id()))
            .toList();
    if (!waiting.isEmpty()) {
      boolean credentials = hasCredentials.getAsBoolean();
      waiting.forEach(
          resource -> all.add(notStarted(exchange.workspace(), live, resource, credentials)));
    }
    return Answer.ok(all);
  }

  private Answer get(Exchange exchange) {
    LiveSet live = liveSets.of(exchange.workspace());
    Optional<LiveResource> waiting =
        live.find(FileKind.DATASOURCE, exchange.path("datasource"))
            .filter(resource -> isMirrored(live, resource))
            .filter(resource -> mirrors.status(resource.id()).isEmpty());
    return waiting
        .map(resource ->
            notStarted(exchange.workspace(), live, resource, hasCredentials.getAsBoolean()))
        .map(Answer::ok)
        .orElseGet(() -> answer(exchange));
  }

  private static boolean isMirrored(LiveSet live, LiveResource resource) {
    return resource.kind() == FileKind.DATASOURCE
        && live.datasource(resource.name()).flatMap(DatasourceFile::dynamoDb).isPresent();
  }

  /** A data source whose table stands, and whose mirror was never started. */
  private static Map<String, Object> notStarted(
      Workspace workspace, LiveSet live, LiveResource resource, boolean credentials) {
    return Json.object(
        "datasource", resource.name(),
        "workspace", workspace.fullName(),
        "table_arn",
            live.datasource(resource.name())
                .flatMap(DatasourceFile::dynamoDb)
                .flatMap(source -> source.tableArn().literal())
                .orElse(null),
        "state", "NOT_STARTED",
        "since", resource.createdAt().toString(),
        "reason", credentials ? Notice.NOT_STARTED.code() : Reason.MISSING_CREDENTIALS.code(),
        "message",
            credentials
                ? "The table stands and its mirror was not started: build with connections (--with-connections), or deploy."
                : "The table stands and its mirror was not started: this server has no AWS credentials. Give it some that the AWS SDK finds (environment, profile or role), then build with connections, or deploy.",
        "alarm", null,
        "generation", 0,
        "caught_up_at", null,
        "export", Json.object(),
        "stream", Json.object(),
        "inserts", Json.object(),
        "uploaded", resource.uploaded(),
        "quarantined_rows", 0,
        "retries", Json.object());
  }

  private Answer pause(Exchange exchange) {
    mirrors.pause(require(exchange).id());
    return answer(exchange);
  }

  private Answer resume(Exchange exchange) {
    mirrors.resume(require(exchange).id());
    return answer(exchange);
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

  private Answer answer(Exchange exchange) {
    return Answer.ok(
        json(
            exchange,
            liveSets.of(exchange.workspace()),
            require(exchange),
            pending.apply(exchange.workspace())));
  }

  private static Map<String, Object> json(
      Exchange exchange, LiveSet live, MirrorStatus status, Map<String, PendingMirror> beside) {
    Map<String, Object> json = json(exchange).of(status);
    json.put(
        "uploaded",
        live.find(FileKind.DATASOURCE, status.datasource())
            .map(LiveResource::uploaded)
            .orElse(false));
    PendingMirror next = beside.get(status.datasource());
    json.put("pending", next == null ? null : PendingJson.of(next));
    return json;
  }

  private static MirrorJson json(Exchange exchange) {
    boolean all = exchange.query().first("shards").filter("all"::equals).isPresent();
    return all ? MirrorJson.withAllShards() : MirrorJson.withWorstShards();
  }
}
