package dev.nightjar.cli.remote;

import dev.nightjar.cli.files.ProjectFile;
import dev.nightjar.project.ConnectionFile;
import dev.nightjar.project.DatasourceFile;
import dev.nightjar.project.Project;
import dev.nightjar.project.ProjectParser;
import dev.nightjar.project.SourceFile;
import dev.nightjar.project.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a mirror reads, and as whom.
 *
 * @param connection the connection's name
 * @param region the table's region; empty where it is a secret
 * @param role the role's ARN, or the secret that holds it
 * @param datasource the data source; empty for a connection that none uses
 * @param tableArn the table
 * @param bucket the bucket of its exports
 */
public record MirrorSource(
    String connection,
    Optional<String> region,
    Value role,
    Optional<String> datasource,
    Optional<String> tableArn,
    Optional<String> bucket) {

  /** Those of a project: one for each mirrored data source, and one for each unused connection. */
  public static List<MirrorSource> of(List<ProjectFile> files) {
    Project project =
        ProjectParser.parse(
                files.stream().map(file -> new SourceFile(file.path(), file.text())).toList())
            .project();
    List<MirrorSource> sources = new ArrayList<>();
    for (ConnectionFile connection : project.connections().values()) {
      if (connection.dynamoDb().isEmpty()) {
        continue;
      }
      List<DatasourceFile> users =
          project.datasources().values().stream()
              .filter(each ->
                  each.dynamoDb()
                      .filter(source -> source.connectionName().equals(connection.name()))
                      .isPresent())
              .toList();
      users.forEach(user -> sources.add(of(connection, Optional.of(user))));
      if (users.isEmpty()) {
        sources.add(of(connection, Optional.empty()));
      }
    }
    return sources;
  }

  private static MirrorSource of(ConnectionFile connection, Optional<DatasourceFile> user) {
    var role = connection.dynamoDb().orElseThrow();
    var source = user.flatMap(DatasourceFile::dynamoDb);
    return new MirrorSource(
        connection.name(),
        role.region().literal(),
        role.roleArn(),
        user.map(DatasourceFile::name),
        source.flatMap(each -> each.tableArn().literal()),
        source.flatMap(each -> each.exportBucket().literal()).map(MirrorSource::bareBucket));
  }

  private static String bareBucket(String text) {
    return text.replaceFirst("^s3://", "").replaceFirst("/.*$", "");
  }

  /** The same with another table. */
  public MirrorSource withTable(Optional<String> table, Optional<String> otherBucket) {
    return new MirrorSource(
        connection,
        region,
        role,
        datasource,
        table.or(() -> tableArn),
        otherBucket.or(() -> bucket));
  }

  /** What {@code POST /v1/integrations/dynamodb/checks} is asked. */
  ObjectNode question() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("external_id_seed", connection);
    region
        .or(() -> tableArn.map(arn -> arn.split(":", 6)[3]))
        .ifPresent(r -> json.put("region", r));
    tableArn.ifPresent(arn -> json.put("table_arn", arn));
    bucket.ifPresent(name -> json.put("bucket", name));
    switch (role) {
      case Value.Literal(String text) -> json.put("role_arn", text);
      case Value.SecretReference(String name, Optional<String> _) ->
          json.put("role_arn_secret", name);
    }
    return json;
  }
}
