package dev.nightjar.server.deploy;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ddl.Ddl;
import dev.nightjar.dynamodb.connection.Connector;
import dev.nightjar.mirror.Mirrors;
import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.server.aws.ExternalIds;
import dev.nightjar.server.live.LiveSets;
import dev.nightjar.server.secret.Secrets;
import dev.nightjar.server.workspace.Workspace;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/**
 * Starts deploying: first what a crash has cut off is put right, then mirrors run, then deployments
 * may come.
 */
public final class Deploying {
  private Deploying() {}

  /**
   * @param mirrors the mirrors, which go on from their stored state
   * @param deployer builds and deploys from now on
   * @param connections makes and deletes connections from now on
   */
  public record Started(Mirrors mirrors, Deployer deployer, Connections connections) {}

  /**
   * @param openMirrors opens the mirrors, which begin to run at once
   */
  public static Started start(
      ClickHouse clickHouse,
      StateDatabase state,
      LiveSets liveSets,
      List<Workspace> workspaces,
      Secrets secrets,
      Connector connector,
      ExternalIds externalIds,
      Clock clock,
      Supplier<Mirrors> openMirrors) {
    // a workspace whose making was cut off may lack its database
    workspaces.forEach(workspace ->
        clickHouse.execute(Ddl.in(clickHouse.layout()).createDatabase(workspace.database())));
    Leftovers leftovers = new Leftovers(state, clickHouse);
    leftovers.takeBackTables(workspaces, liveSets);
    Mirrors mirrors = openMirrors.get();
    leftovers.takeBackMirrors(mirrors, workspaces, liveSets);
    WorkspaceLocks locks = new WorkspaceLocks();
    Deployer deployer =
        new Deployer(
            clickHouse, state, mirrors, liveSets, secrets, externalIds, leftovers, locks, clock);
    workspaces.forEach(deployer::begin);
    return new Started(
        mirrors, deployer, new Connections(state, liveSets, connector, externalIds, locks, clock));
  }
}
