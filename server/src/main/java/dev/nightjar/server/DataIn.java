package dev.nightjar.server;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.mirror.Mirrors;
import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.server.aws.ExternalIds;
import dev.nightjar.server.copy.Copies;
import dev.nightjar.server.copy.CopySchedule;
import dev.nightjar.server.deploy.Deploying;
import dev.nightjar.server.http.Api;
import dev.nightjar.server.intake.Intake;
import dev.nightjar.server.job.Jobs;
import dev.nightjar.server.live.LiveSets;
import dev.nightjar.server.live.Tags;
import dev.nightjar.server.live.WriteGate;
import dev.nightjar.server.query.ConditionCheck;
import dev.nightjar.server.query.PipeAuthoring;
import dev.nightjar.server.query.QueriedTables;
import dev.nightjar.server.query.ServiceTables;
import dev.nightjar.server.route.AnalysisRoutes;
import dev.nightjar.server.route.CopyRoutes;
import dev.nightjar.server.route.DatasourcePushes;
import dev.nightjar.server.route.IntakeRoutes;
import dev.nightjar.server.route.JobRoutes;
import dev.nightjar.server.route.JobSource;
import dev.nightjar.server.route.LoadJobs;
import dev.nightjar.server.route.PipePushes;
import dev.nightjar.server.route.RowRoutes;
import dev.nightjar.server.route.SampleRoutes;
import dev.nightjar.server.route.SingleChanges;
import dev.nightjar.server.route.TagRoutes;
import dev.nightjar.server.secret.Secrets;
import dev.nightjar.server.service.OperationsLog;
import dev.nightjar.server.tables.RowDeletion;
import dev.nightjar.server.tables.RowProvenance;
import dev.nightjar.server.tables.RowWrites;
import dev.nightjar.server.workspace.Workspace;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What brings rows in from elsewhere than DynamoDB, and the jobs that do. */
final class DataIn {
  private DataIn() {}

  /**
   * Opens it.
   *
   * @return the routes
   */
  static Consumer<Api> open(
      ServerOptions options,
      StateDatabase state,
      LiveSets liveSets,
      WriteGate gate,
      Deploying.Started deploying,
      Secrets secrets,
      ServiceTables service,
      Supplier<List<Workspace>> workspaces,
      OperationsLog log,
      JobSource branches,
      ExternalIds externalIds,
      Closing closing) {
    ClickHouse clickHouse = deploying.clickHouse();
    RowProvenance provenance = new RowProvenance(state);
    RowWrites writes = new RowWrites(clickHouse, state, provenance);
    Jobs jobs = new Jobs(state, options.clock(), log);
    Intake intake =
        closing.add(
            intake(
                options,
                liveSets,
                gate,
                clickHouse,
                writes,
                provenance,
                deploying.mirrors(),
                jobs,
                log));
    closing.add(jobs);
    Copies copies =
        new Copies(
            clickHouse, liveSets, gate, writes, jobs, secrets, service, log, options.clock());
    CopySchedule schedule =
        closing.add(new CopySchedule(state, copies, jobs, liveSets, workspaces, options.clock()));
    schedule.start();
    ConditionCheck conditions = new ConditionCheck(clickHouse);
    SingleChanges changes = new SingleChanges(deploying.deployer(), options.enableStreamsAndPitr());
    DatasourcePushes pushes = new DatasourcePushes(liveSets, deploying.mirrors(), changes);
    List<Consumer<Api>> routes =
        List.of(
            new JobRoutes(
                    jobs,
                    deploying.deployer(),
                    List.of(new LoadJobs(liveSets, deploying.mirrors()), branches))
                ::addTo,
            pushes::addTo,
            new TagRoutes(new Tags(state))::addTo,
            new SampleRoutes(liveSets, deploying.mirrors(), secrets, externalIds, jobs)::addTo,
            new PipePushes(
                    liveSets,
                    changes,
                    new QueriedTables(clickHouse.inspector(), service),
                    new PipeAuthoring(clickHouse, service))
                ::addTo,
            new CopyRoutes(liveSets, copies, schedule, jobs)::addTo,
            new AnalysisRoutes(intake.analyzer())::addTo,
            new IntakeRoutes(liveSets, intake, jobs, conditions, pushes)::addTo,
            new RowRoutes(
                    liveSets,
                    jobs,
                    conditions,
                    new RowDeletion(clickHouse, gate, provenance, log, options.clock()))
                ::addTo);
    return api -> routes.forEach(api::with);
  }

  private static Intake intake(
      ServerOptions options,
      LiveSets liveSets,
      WriteGate gate,
      ClickHouse clickHouse,
      RowWrites writes,
      RowProvenance provenance,
      Mirrors mirrors,
      Jobs jobs,
      OperationsLog log) {
    try {
      return new Intake(
          clickHouse,
          liveSets,
          gate,
          writes,
          provenance,
          mirrors,
          jobs,
          log,
          options.intakeLimits(),
          options.clock(),
          options.dataDir().resolve("intake"),
          options.clickHouse().isEmpty());
    } catch (IOException e) {
      throw new ServerStartException(
          "cannot make or empty the folder " + options.dataDir().resolve("intake"), e);
    }
  }
}
