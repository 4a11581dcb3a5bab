package dev.nightjar.server.route;

import dev.nightjar.mirror.Mirrors;
import dev.nightjar.mirror.status.MirrorStatus;
import dev.nightjar.project.FileKind;
import dev.nightjar.server.http.Json;
import dev.nightjar.server.live.LiveResource;
import dev.nightjar.server.live.LiveSets;
import dev.nightjar.server.workspace.Workspace;
import java.util.List;
import java.util.Map;

/** The loads of mirrors as jobs: each begins with an export and ends when its rows are in. */
public final class LoadJobs implements JobSource {
  private static final String PREFIX = "load-";

  private final LiveSets liveSets;
  private final Mirrors mirrors;

  public LoadJobs(LiveSets liveSets, Mirrors mirrors) {
    this.liveSets = liveSets;
    this.mirrors = mirrors;
  }

  /** The job's id of the load that a mirror's rows build on. */
  static String id(MirrorStatus status) {
    return PREFIX + status.generation() + "-" + status.id();
  }

  @Override
  public List<Map<String, Object>> list(Workspace workspace) {
    return liveSets.of(workspace).resources().stream()
        .filter(resource -> resource.kind() == FileKind.DATASOURCE)
        .flatMap(resource ->
            mirrors.status(resource.id()).stream().map(status -> json(resource, status)))
        .toList();
  }

  private static Map<String, Object> json(LiveResource resource, MirrorStatus status) {
    String id = id(status);
    Map<String, Object> json =
        Json.object(
            "id", id,
            "job_id", id,
            "kind", "import",
            "status", word(status),
            "created_at", Times.micros(resource.createdAt()),
            "updated_at", Times.micros(status.since()),
            "datasource", Json.object("id", resource.id(), "name", resource.name()),
            "mirror_state", status.state().code());
    if (word(status).equals("error")) {
      String why = status.message().orElse(status.reason().orElse("The mirror has failed."));
      json.put("error", why);
      json.put("errors", List.of(why));
    }
    return json;
  }

  private static String word(MirrorStatus status) {
    return switch (status.state()) {
      case VALIDATING, EXPORTING, LOADING, HEALING -> "working";
      case PAUSED -> "waiting";
      case LIVE -> "done";
      case FAILED -> "error";
    };
  }
}
