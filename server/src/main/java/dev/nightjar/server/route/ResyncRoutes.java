package dev.nightjar.server.route;

import dev.nightjar.dynamodb.failure.AwsException;
import dev.nightjar.dynamodb.table.TableDescription;
import dev.nightjar.mirror.MirrorBusyException;
import dev.nightjar.mirror.Mirrors;
import dev.nightjar.mirror.Resync;
import dev.nightjar.mirror.status.MirrorStatus;
import dev.nightjar.server.http.Access;
import dev.nightjar.server.http.Answer;
import dev.nightjar.server.http.Api;
import dev.nightjar.server.http.Exchange;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.http.Json;
import dev.nightjar.server.live.LiveSets;
import java.util.Map;

/**
 * {@code /v1/mirrors/{datasource}/resync}: loads a table anew; a GET says what that would do and
 * what AWS would bill.
 */
public final class ResyncRoutes {
  private static final String PATH = "/v1/mirrors/{datasource}/resync";

  private final Mirrors mirrors;
  private final NamedMirrors named;

  public ResyncRoutes(Mirrors mirrors, LiveSets liveSets) {
    this.mirrors = mirrors;
    this.named = new NamedMirrors(mirrors, liveSets);
  }

  /** Adds the routes. */
  public void addTo(Api api) {
    api.get(PATH, Access.WORKSPACE, this::plan);
    api.post(PATH, Access.WORKSPACE, this::begin);
  }

  private Answer plan(Exchange exchange) {
    MirrorStatus mirror = idle(exchange);
    TableDescription table = describe(mirror);
    return Answer.ok(
        Json.object(
            "datasource", mirror.datasource(),
            "state", mirror.state().code(),
            "reason", mirror.reason().orElse(null),
            "exports", mirrors.wouldExport(mirror.id(), options(exchange)),
            "table_size_bytes", table.sizeBytes(),
            "item_count", table.itemCount()));
  }

  /**
   * The mirror, unless its table is being loaded already: a client that asks twice would pay for a
   * second export, or hold the first one up for ever.
   */
  private MirrorStatus idle(Exchange exchange) {
    MirrorStatus mirror = named.require(exchange);
    return switch (mirror.state()) {
      case LIVE, PAUSED, FAILED -> mirror;
      case VALIDATING, EXPORTING, LOADING, HEALING ->
          throw HttpProblem.conflict(
              "The mirror of "
                  + mirror.datasource()
                  + " is "
                  + mirror.state().code()
                  + ": its table is being loaded already, and another resync would begin it again"
                  + " with another export. Wait until it is LIVE. To begin again all the same, pause"
                  + " it first: POST /v1/mirrors/"
                  + mirror.datasource()
                  + "/pause.");
    };
  }

  private TableDescription describe(MirrorStatus mirror) {
    try {
      return mirrors
          .describe(mirror.id())
          .orElseThrow(
              () -> HttpProblem.conflict("The DynamoDB table " + mirror.tableArn() + " is gone."));
    } catch (AwsException e) {
      throw new HttpProblem(502, e.getMessage(), Map.of());
    }
  }

  private Answer begin(Exchange exchange) {
    MirrorStatus mirror = idle(exchange);
    try {
      mirrors.resync(mirror.id(), options(exchange));
    } catch (MirrorBusyException e) {
      // Somebody else asked in the same moment.
      throw HttpProblem.conflict(e.getMessage());
    }
    MirrorStatus now = named.require(exchange);
    return new Answer.Json(
        202,
        Json.object(
            "datasource", now.datasource(),
            "state", now.state().code(),
            "reason", now.reason().orElse(null),
            "message", now.message().orElse(null),
            "generation", now.generation()));
  }

  private static Resync options(Exchange exchange) {
    return new Resync(exchange.parameters().isTrue("allow_deletes"));
  }
}
