package dev.nightjar.server.intake;

import dev.nightjar.clickhouse.TableName;
import dev.nightjar.project.DatasourceFile;
import dev.nightjar.project.FileKind;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.live.LiveResource;
import dev.nightjar.server.live.LiveSet;
import dev.nightjar.server.workspace.Workspace;

/**
 * A data source that rows can be sent to.
 *
 * @param resource as it is deployed
 * @param file the same, understood
 */
public record Target(Workspace workspace, LiveResource resource, DatasourceFile file) {

  /**
   * The data source of that name or id.
   *
   * @throws HttpProblem 404 when there is none
   */
  public static Target of(Workspace workspace, LiveSet live, String nameOrId) {
    LiveResource resource =
        live.resources().stream()
            .filter(each -> each.kind() == FileKind.DATASOURCE)
            .filter(each -> each.name().equals(nameOrId) || each.id().equals(nameOrId))
            .findFirst()
            .orElseThrow(() ->
                HttpProblem.notFound(
                    "There is no data source '"
                        + nameOrId
                        + "'. Data sources are made by deployments."));
    DatasourceFile file = live.datasource(resource.name()).orElseThrow();
    return new Target(workspace, resource, file);
  }

  /** Whether its rows are those of a DynamoDB table. */
  public boolean isMirrored() {
    return file.dynamoDb().isPresent();
  }

  /** Why rows from elsewhere are not taken, where it {@link #isMirrored}. */
  public HttpProblem refusal() {
    return HttpProblem.badRequest(
        "The data source '"
            + file.name()
            + "' mirrors a DynamoDB table: its rows come from there alone, or it would no longer equal the table. Write to the table, or send the rows to another data source and join the two.");
  }

  public String name() {
    return file.name();
  }

  public TableName table() {
    return new TableName(workspace.database(), file.name());
  }
}
