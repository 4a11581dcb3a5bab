package dev.nightjar.server.copy;

import dev.nightjar.project.FileKind;
import dev.nightjar.project.Node;
import dev.nightjar.project.NodeType;
import dev.nightjar.project.PipeFile;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.live.LiveResource;
import dev.nightjar.server.live.LiveSet;
import java.util.Optional;

/**
 * A copy pipe that is deployed.
 *
 * @param resource as it is deployed
 * @param file the same, understood
 * @param copy what its node says
 * @param target the data source that it writes to
 */
public record CopyPipe(
    LiveResource resource, PipeFile file, NodeType.Copy copy, LiveResource target) {

  /**
   * The copy pipe of that name or id.
   *
   * @throws HttpProblem 404 when there is no such pipe, 400 when it is no copy pipe
   */
  public static CopyPipe of(LiveSet live, String nameOrId) {
    LiveResource resource =
        live.resources().stream()
            .filter(each -> each.kind() == FileKind.PIPE)
            .filter(each -> each.name().equals(nameOrId) || each.id().equals(nameOrId))
            .findFirst()
            .orElseThrow(() -> HttpProblem.notFound("There is no pipe '" + nameOrId + "'."));
    return find(live, resource)
        .orElseThrow(() ->
            HttpProblem.badRequest(
                "The pipe '"
                    + resource.name()
                    + "' is no copy pipe: it has no node of TYPE copy."));
  }

  /** What a pipe copies; empty where it does not. */
  static Optional<CopyPipe> find(LiveSet live, LiveResource resource) {
    return live.pipe(resource.name())
        .flatMap(file ->
            file.typedNode()
                .map(Node::type)
                .filter(NodeType.Copy.class::isInstance)
                .map(NodeType.Copy.class::cast)
                .flatMap(copy ->
                    live.find(FileKind.DATASOURCE, copy.targetDatasource())
                        .map(target -> new CopyPipe(resource, file, copy, target))));
  }

  /** Its schedule; empty where it runs on demand. */
  Optional<String> schedule() {
    return copy.schedule().filter(text -> !text.startsWith("@"));
  }
}
