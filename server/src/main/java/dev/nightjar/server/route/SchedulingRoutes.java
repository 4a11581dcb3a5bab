package dev.nightjar.server.route;

import dev.nightjar.mirror.Mirrors;
import dev.nightjar.mirror.status.MirrorState;
import dev.nightjar.mirror.status.MirrorStatus;
import dev.nightjar.project.FileKind;
import dev.nightjar.server.http.Access;
import dev.nightjar.server.http.Answer;
import dev.nightjar.server.http.Api;
import dev.nightjar.server.http.Exchange;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.http.Json;
import dev.nightjar.server.live.LiveResource;
import dev.nightjar.server.live.LiveSets;

/**
 * Stops and starts the ingestion of a data source, in the words of both generations of {@code tb}:
 * {@code datasource stop|start} and {@code datasource scheduling state|pause|resume}.
 */
public final class SchedulingRoutes {
  private final LiveSets liveSets;
  private final Mirrors mirrors;

  public SchedulingRoutes(LiveSets liveSets, Mirrors mirrors) {
    this.liveSets = liveSets;
    this.mirrors = mirrors;
  }

  /** Adds the routes. */
  public void addTo(Api api) {
    String datasource = "/v0/datasources/{name}";
    api.post(datasource + "/stop", Access.WORKSPACE, exchange -> turn(exchange, false));
    api.post(datasource + "/start", Access.WORKSPACE, exchange -> turn(exchange, true));
    api.get(datasource + "/scheduling/state", Access.WORKSPACE, this::state);
    api.put(datasource + "/scheduling/state", Access.WORKSPACE, this::set);
    api.post(datasource + "/scheduling/runs", Access.WORKSPACE, this::run);
  }

  private Answer turn(Exchange exchange, boolean on) {
    MirrorStatus mirror = require(exchange);
    if (on) {
      mirrors.resume(mirror.id());
    } else {
      mirrors.pause(mirror.id());
    }
    return state(exchange);
  }

  private Answer state(Exchange exchange) {
    MirrorStatus mirror = require(exchange);
    return Answer.ok(
        Json.object("state", mirror.state() == MirrorState.PAUSED ? "paused" : "running"));
  }

  private Answer set(Exchange exchange) {
    String wanted = Json.parse(exchange.text()).path("state").asString("");
    return switch (wanted) {
      case "running" -> turn(exchange, true);
      case "paused" -> turn(exchange, false);
      default ->
          throw HttpProblem.badRequest(
              "`" + wanted + "` is no state. Send {\"state\":\"paused\"} or \"running\".");
    };
  }

  private Answer run(Exchange exchange) {
    throw HttpProblem.badRequest(
        "`"
            + require(exchange).datasource()
            + "` follows its DynamoDB table by itself, so there is nothing to run. To load the table anew: nightjar resync.");
  }

  private MirrorStatus require(Exchange exchange) {
    String name = exchange.path("name");
    LiveResource resource =
        liveSets.of(exchange.workspace()).resources().stream()
            .filter(each -> each.kind() == FileKind.DATASOURCE)
            .filter(each -> each.name().equals(name) || each.id().equals(name))
            .findFirst()
            .orElseThrow(() -> HttpProblem.notFound("There is no data source '" + name + "'."));
    return mirrors
        .status(resource.id())
        .orElseThrow(() ->
            HttpProblem.badRequest(
                "Nothing is ingested into `"
                    + resource.name()
                    + "` from elsewhere: it has no mirror that runs."));
  }
}
