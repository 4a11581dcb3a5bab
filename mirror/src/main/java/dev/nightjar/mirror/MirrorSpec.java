package dev.nightjar.mirror;

import dev.nightjar.clickhouse.TableName;
import dev.nightjar.dynamodb.connection.RoleTarget;
import dev.nightjar.project.DatasourceFile;

/**
 * What to mirror, and where to; secrets are resolved by now.
 *
 * @param id names the mirror for ever, chosen by the caller: the same data source deployed with
 *     another schema into another table is another mirror with another id
 * @param workspace the workspace's full name, which no other workspace or branch has
 * @param datasource the file
 * @param table the mirrored table; changes that do not fit go to {@code <name>_quarantine} beside
 *     it. A caller who renames both stores the new name with it, while the mirror is paused
 * @param tableArn the DynamoDB table
 * @param bucket the bucket for exports, its bare name
 * @param role how to reach them
 */
public record MirrorSpec(
    String id,
    String workspace,
    DatasourceFile datasource,
    TableName table,
    String tableArn,
    String bucket,
    RoleTarget role) {

  /** The data source's name. */
  public String name() {
    return datasource.name();
  }

  /** The same into another table. */
  public MirrorSpec at(TableName other) {
    return new MirrorSpec(id, workspace, datasource, other, tableArn, bucket, role);
  }

  /** Where changes go that do not fit. */
  public TableName quarantineTable() {
    return quarantineOf(table);
  }

  /** The quarantine table of a mirrored table. */
  public static TableName quarantineOf(TableName table) {
    return new TableName(table.database(), table.name() + "_quarantine");
  }

  /**
   * Where a healing of a mirrored table lists what is to be deleted; it is made anew if it goes.
   */
  public static TableName deletedOf(TableName table) {
    return new TableName(table.database(), "nightjar-deleted-" + table.name());
  }
}
