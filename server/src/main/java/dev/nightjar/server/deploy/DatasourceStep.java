package dev.nightjar.server.deploy;

import dev.nightjar.clickhouse.TableName;
import dev.nightjar.mirror.MirrorProblem;
import dev.nightjar.mirror.MirrorSpec;
import dev.nightjar.project.DatasourceFile;
import dev.nightjar.server.live.LiveResource;
import java.util.List;
import java.util.Optional;

/**
 * What a deployment does with one data source.
 *
 * @param file its file
 * @param id its id from then on; another one where the table is made anew
 * @param action what happens to its table
 * @param live what is deployed of it now
 * @param spec what its mirror is told; empty for a plain one, and where secrets are missing
 * @param connect whether its mirror runs after the deployment
 * @param beside whether its table is to be built beside the live one, whose mirror goes on
 *     meanwhile
 * @param prepared its table, where that stands beside already
 * @param lacks what its DynamoDB table lacks, to be switched on before its mirror starts
 */
record DatasourceStep(
    DatasourceFile file,
    String id,
    Action action,
    Optional<LiveResource> live,
    Optional<MirrorSpec> spec,
    boolean connect,
    boolean beside,
    Optional<Prepared> prepared,
    List<MirrorProblem> lacks) {

  DatasourceStep {
    lacks = List.copyOf(lacks);
  }

  enum Action {
    CREATE,
    KEEP,
    /** The table stays, and becomes another by {@link TableChange}s. */
    ALTER,
    /**
     * The table is made anew and, for a mirror, filled by a new export: in the place of one that is
     * set aside, or beside, to be swapped once it has caught up.
     */
    RECREATE
  }

  String name() {
    return file.name();
  }

  boolean mirrored() {
    return file.dynamoDb().isPresent();
  }

  boolean fresh() {
    return action == Action.CREATE || action == Action.RECREATE;
  }

  /** Whether its table is made by the deployment, and has no rows. */
  boolean beginsEmpty() {
    return fresh() && prepared.isEmpty();
  }

  /** The same, but without a mirror. */
  DatasourceStep tablesOnly() {
    return new DatasourceStep(file, id, action, live, spec, false, false, prepared, List.of());
  }

  /** The same, with a table that lacks something which the deployment switches on. */
  DatasourceStep enabling(List<MirrorProblem> missing) {
    return new DatasourceStep(file, id, action, live, spec, connect, beside, prepared, missing);
  }

  /** The same with its table at another place. */
  DatasourceStep at(TableName table) {
    return new DatasourceStep(
        file,
        id,
        action,
        live,
        spec.map(there -> there.at(table)),
        connect,
        beside,
        prepared,
        lacks);
  }
}
