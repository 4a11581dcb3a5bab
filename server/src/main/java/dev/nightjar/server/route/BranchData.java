package dev.nightjar.server.route;

import dev.nightjar.clickhouse.TableName;
import dev.nightjar.mirror.Mirrors;
import dev.nightjar.project.DatasourceFile;
import dev.nightjar.project.FileKind;
import dev.nightjar.project.SourceFile;
import dev.nightjar.server.deploy.Deployer;
import dev.nightjar.server.deploy.FileError;
import dev.nightjar.server.deploy.Outcome;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.http.Json;
import dev.nightjar.server.live.LiveResource;
import dev.nightjar.server.live.LiveSet;
import dev.nightjar.server.live.LiveSets;
import dev.nightjar.server.tables.PartitionCopies;
import dev.nightjar.server.tables.PartitionCopies.Copied;
import dev.nightjar.server.tables.PartitionCopies.Which;
import dev.nightjar.server.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Gives a new branch what its workspace has: the resources, and partitions of their rows. Nothing
 * is mirrored there before somebody deploys: a mirrored data source shows its workspace's rows
 * until a load of its own takes their place.
 */
public final class BranchData {
  private final LiveSets liveSets;
  private final Deployer deployer;
  private final Mirrors mirrors;
  private final PartitionCopies partitions;

  public BranchData(
      LiveSets liveSets, Deployer deployer, Mirrors mirrors, PartitionCopies partitions) {
    this.liveSets = liveSets;
    this.deployer = deployer;
    this.mirrors = mirrors;
    this.partitions = partitions;
  }

  /**
   * What clients ask for with {@code data=…}.
   *
   * @return empty: no rows
   * @throws HttpProblem 400 for a word that is none of theirs
   */
  static Optional<Which> asked(String data) {
    return switch (data) {
      case "" -> Optional.empty();
      case "last_partition" -> Optional.of(Which.LAST);
      case "all_partitions" -> Optional.of(Which.ALL);
      default ->
          throw HttpProblem.badRequest(
              "data says which rows a branch begins with: last_partition, all_partitions, or nothing.");
    };
  }

  /**
   * Fills a branch that has nothing yet.
   *
   * @return for each data source with rows what became of its partitions, as clients show it
   * @throws HttpProblem 400 when what is live in the workspace cannot be built (any more)
   */
  List<Map<String, Object>> bring(Workspace parent, Workspace branch, Which which) {
    LiveSet live = liveSets.of(parent);
    List<SourceFile> files =
        live.resources().stream()
            // a branch has its workspace's connections without having them
            .filter(resource -> resource.kind() != FileKind.CONNECTION)
            .map(LiveResource::file)
            .toList();
    if (files.isEmpty()) {
      return List.of();
    }
    Outcome built = deployer.build(branch, files, false, false);
    if (built.result() == Outcome.Result.FAILED) {
      throw HttpProblem.badRequest(
          built.deployment().errors().stream()
              .map(FileError::error)
              .collect(
                  Collectors.joining(
                      "\n",
                      "What is live in " + parent.name() + " cannot be built in a branch:\n",
                      "")));
    }
    List<Map<String, Object>> brought = new ArrayList<>();
    for (LiveResource resource : live.resources()) {
      if (resource.kind() == FileKind.DATASOURCE) {
        List<Copied> copied = copy(parent, branch, resource.name(), which);
        if (!copied.isEmpty()) {
          brought.add(shown(resource, copied));
        }
      }
    }
    return brought;
  }

  private List<Copied> copy(Workspace parent, Workspace branch, String datasource, Which which) {
    LiveSet live = liveSets.of(branch);
    if (live.datasource(datasource).flatMap(DatasourceFile::dynamoDb).isEmpty()) {
      return partitions.copy(parent, branch, datasource, which);
    }
    String id = live.find(FileKind.DATASOURCE, datasource).orElseThrow().id();
    return mirrors
        .fill(
            id,
            new TableName(branch.database(), datasource),
            () -> partitions.copy(parent, branch, datasource, which))
        .orElse(List.of());
  }

  private static Map<String, Object> shown(LiveResource resource, List<Copied> copied) {
    return Json.object(
        "datasource",
        Json.object("id", resource.id(), "name", resource.name()),
        "partitions",
        copied.stream()
            .map(each ->
                Json.object(
                    "partition",
                    each.partition(),
                    "status",
                    each.error().isEmpty() ? "done" : "error",
                    "error",
                    each.error().orElse("")))
            .toList());
  }
}
