package dev.nightjar.server.deploy;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ddl.Ddl;
import dev.nightjar.dynamodb.connection.Connector;
import dev.nightjar.mirror.Mirrors;
import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.server.aws.ExternalIds;
import dev.nightjar.server.live.LiveSets;
import dev.nightjar.server.live.WriteGate;
import dev.nightjar.server.query.ServiceTables;
import dev.nightjar.server.secret.Secrets;
import dev.nightjar.server.service.OperationsLog;
import dev.nightjar.server.tables.Replacements;
import dev.nightjar.server.token.StaticTokens;
import dev.nightjar.server.workspace.Workspace;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Starts deploying: first what a crash has cut off is put right, then mirrors run, then deployments
 * may come. A ClickHouse that is away delays that: until it is there, mirrors wait and requests are
 * refused.
 */
public final class Deploying {
  private Deploying() {}

  /**
   * @param clickHouse the database, as all others are to use it
   * @param mirrors the mirrors, which go on from their stored state
   * @param deployer builds and deploys from now on
   * @param connections makes and deletes connections from now on
   */
  public record Started(
      ClickHouse clickHouse, Mirrors mirrors, Deployer deployer, Connections connections) {}

  /**
   * @param gate keeps rows from outside away while tables change
   * @param openMirrors opens the mirrors of a ClickHouse, which begin to run at once
   * @param closing takes what is to be closed with the server
   */
  public static Started start(
      ClickHouse real,
      StateDatabase state,
      LiveSets liveSets,
      Supplier<List<Workspace>> workspaces,
      Secrets secrets,
      Connector connector,
      ExternalIds externalIds,
      StaticTokens tokens,
      ServiceTables service,
      OperationsLog operations,
      WriteGate gate,
      Clock clock,
      Function<ClickHouse, Mirrors> openMirrors,
      Consumer<AutoCloseable> closing) {
    GuardedClickHouse clickHouse = new GuardedClickHouse(real);
    Leftovers atOnce = new Leftovers(state, real, new PreparedTables(state, real));
    closing.accept(
        PuttingRight.start(
            () -> {
              List<Workspace> all = workspaces.get();
              // a workspace whose making was cut off may lack its database
              all.forEach(workspace ->
                  real.execute(Ddl.in(real.layout()).createDatabase(workspace.database())));
              atOnce.takeBackTables(all, liveSets);
              new Replacements(real, state).finish();
            },
            clickHouse));
    Mirrors mirrors = openMirrors.apply(clickHouse);
    PreparedTables prepared = new PreparedTables(state, clickHouse);
    Leftovers leftovers = new Leftovers(state, clickHouse, prepared);
    leftovers.takeBackMirrors(mirrors, workspaces.get(), liveSets);
    WorkspaceLocks locks = new WorkspaceLocks(gate);
    Deployer deployer =
        new Deployer(
            clickHouse,
            state,
            mirrors,
            liveSets,
            workspaces,
            secrets,
            externalIds,
            tokens,
            service,
            operations,
            leftovers,
            prepared,
            locks,
            clock);
    workspaces.get().forEach(deployer.deployments()::begin);
    deployer.start();
    return new Started(
        clickHouse,
        mirrors,
        deployer,
        new Connections(state, liveSets, connector, externalIds, locks, clock));
  }
}
