package dev.nightjar.server.route;

import dev.nightjar.server.deploy.PendingMirror;
import dev.nightjar.server.http.Json;
import java.util.Map;

/** The new table of a data source, built beside the live one, as JSON. */
final class PendingJson {
  private PendingJson() {}

  static Map<String, Object> of(PendingMirror pending) {
    Map<String, Object> mirror = MirrorJson.withWorstShards().of(pending.mirror());
    return Json.object(
        "deployment", Long.toString(pending.deployment()),
        "state", mirror.get("state"),
        "reason", mirror.get("reason"),
        "message", message(pending),
        "export", mirror.get("export"),
        "caught_up_at", mirror.get("caught_up_at"));
  }

  private static String message(PendingMirror pending) {
    String what =
        "Deployment "
            + pending.deployment()
            + " changed the data source. Its new table is built beside this one and takes its place once it has caught up.";
    return pending
        .trouble()
        .map(why -> what + " It has, and that could not be done: " + why)
        .or(() -> pending.mirror().message().map(told -> what + " " + told))
        .orElse(what);
  }
}
