package dev.nightjar.server.deploy;

import dev.nightjar.clickhouse.TableName;
import dev.nightjar.mirror.MirrorSpec;
import dev.nightjar.project.DatasourceFile;
import dev.nightjar.project.SourceFile;
import dev.nightjar.server.workspace.Workspace;
import java.util.List;
import java.util.Optional;

/**
 * A mirrored data source whose table stands beside, with a mirror of its own where it has one,
 * until a deployment puts it in its place.
 *
 * @param id the data source's id from then on, and its mirror's already
 * @param datasource the data source's name
 * @param file what the table was made by
 * @param tableUuid ClickHouse's id of the table, whatever it is called; empty until it stands
 * @param quarantineUuid the same of its quarantine
 */
record Prepared(
    String id,
    String datasource,
    SourceFile file,
    Optional<String> tableUuid,
    Optional<String> quarantineUuid) {
  /** What the names of tables beside begin with; no data source can be called so. */
  static final String PREFIX = "nightjar-next-";

  static Prepared begun(String id, DatasourceFile file) {
    return new Prepared(id, file.name(), file.source(), Optional.empty(), Optional.empty());
  }

  /** Where a data source's table stands as long as it is beside. */
  static TableName beside(Workspace workspace, String id) {
    return new TableName(workspace.database(), PREFIX + id);
  }

  /** A table, where it stands and where it belongs. */
  record Place(TableName beside, TableName place, Optional<String> uuid) {}

  /** The table, then its quarantine. */
  List<Place> places(Workspace workspace) {
    TableName beside = beside(workspace, id);
    TableName place = new TableName(workspace.database(), datasource);
    return List.of(
        new Place(beside, place, tableUuid),
        new Place(MirrorSpec.quarantineOf(beside), MirrorSpec.quarantineOf(place), quarantineUuid));
  }
}
