package dev.nightjar.server.deploy;

import dev.nightjar.clickhouse.LoggableError;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.ddl.MaterializedView;
import dev.nightjar.dynamodb.connection.RoleTarget;
import dev.nightjar.mirror.MirrorSpec;
import dev.nightjar.mirror.Mirrors;
import dev.nightjar.mirror.StartedMirror;
import dev.nightjar.project.DatasourceFile;
import dev.nightjar.project.PipeFile;
import dev.nightjar.project.Position;
import dev.nightjar.project.Problem;
import dev.nightjar.server.query.PipeSql;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries a plan out: tables, views, mirrors, in the order of their dependencies. Each step knows
 * how to take itself back; when one fails, all are. What is no longer needed is only dropped after
 * the deployment is stored, by {@link Leftovers}.
 */
final class Rollout {
  private static final Logger LOG = LoggerFactory.getLogger(Rollout.class);

  private final Plan plan;
  private final Tables tables;
  private final Snapshots snapshots;
  private final Mirrors mirrors;
  private final PipeChecks pipeChecks;
  private final Leftovers leftovers;
  private final PreparedTables prepared;
  private final MirrorStarts starts;
  private final HeldMirrors held;
  private final Undo undo = new Undo();
  private final List<TableName> replaced = new ArrayList<>();
  private final Set<String> kept = new HashSet<>();
  private boolean takenBack;

  Rollout(
      Plan plan,
      Tables tables,
      Mirrors mirrors,
      PipeChecks pipeChecks,
      Leftovers leftovers,
      PreparedTables prepared) {
    this.plan = plan;
    this.tables = tables;
    this.snapshots = new Snapshots(tables);
    this.mirrors = mirrors;
    this.pipeChecks = pipeChecks;
    this.leftovers = leftovers;
    this.prepared = prepared;
    this.starts = new MirrorStarts(plan, mirrors, undo);
    this.held = new HeldMirrors(plan, mirrors, leftovers);
  }

  /**
   * What was done.
   *
   * @param started the mirrors that run now, by data source
   * @param switched what was switched on for them in AWS, by data source
   * @param replaced tables and views to drop once the deployment is stored
   */
  record Done(
      Map<String, StartedMirror> started,
      Map<String, List<String>> switched,
      List<TableName> replaced) {
    static final Done NOTHING = new Done(Map.of(), Map.of(), List.of());
  }

  /**
   * @param commit stores the deployment; the last step that may fail
   * @throws RolloutException when something failed, after everything has been taken back
   */
  Done run(Consumer<Done> commit) {
    try {
      leftovers.begin(plan.workspace(), plan.created());
      held.pause();
      held.align();
      dropRenewedViews();
      setAside();
      createTables();
      alterTables();
      openWindows();
      failOn(pipeChecks.check(plan));
      createViews();
      starts.switchOn();
      starts.start();
      goneTables();
      alterTtls();
      Done done = new Done(starts.started(), starts.switched(), List.copyOf(replaced));
      held.requireAligned();
      commit.accept(done);
      return done;
    } catch (RolloutException e) {
      takeBack(e);
      throw e.with(starts.whatStays());
    } catch (RuntimeException e) {
      takeBack(e);
      throw e;
    }
  }

  /** Whether nothing is left of a rollout that failed. */
  boolean takenBack() {
    return takenBack;
  }

  /** What cannot be taken back now stays written down, and is taken back later. */
  private void takeBack(RuntimeException cause) {
    if (!undo.run(cause)) {
      return;
    }
    try {
      // Not before: a mirror must not find tables and views that are not its own.
      held.resume();
      leftovers.end(plan.workspace(), plan.created());
      takenBack = true;
    } catch (RuntimeException e) {
      LOG.error(
          "a failed deployment was taken back, which could not be stored", LoggableError.of(e));
      cause.addSuppressed(e);
    }
  }

  /** Lets the mirrors go on that waited; once the deployment is stored. */
  void release() {
    held.release();
  }

  private void dropRenewedViews() {
    Views before = Planner.liveViews(plan.live());
    for (Views.View view : before.downstreamFirst()) {
      if (plan.renewedViews().contains(view.pipe())) {
        MaterializedView definition = view.definition(plan.workspace().database());
        undo.add("create view " + view.pipe(), () -> tables.create(definition));
        tables.drop(definition.name());
      }
    }
  }

  private void setAside() {
    for (DatasourceStep step : plan.datasources()) {
      if (step.action() == DatasourceStep.Action.RECREATE && step.prepared().isEmpty()) {
        DatasourceFile before = plan.live().datasource(step.name()).orElseThrow();
        for (TableName table : tables.of(before)) {
          TableName aside = tables.aside(table);
          tables.drop(aside);
          if (tables.exists(table)) {
            undo.add("rename " + aside, () -> tables.rename(aside, table));
            tables.rename(table, aside);
            replaced.add(aside);
          }
        }
      }
    }
  }

  private void createTables() {
    for (DatasourceStep step : plan.datasources()) {
      if (step.fresh()) {
        if (step.mirrored()) {
          requireFree(step);
        }
        if (step.prepared().isPresent()) {
          putInPlace(step, step.prepared().get());
          continue;
        }
        for (TableName table : tables.of(step.file())) {
          // left by a server that died in the middle of a deployment: nothing of it is live
          tables.drop(table);
          undo.add("drop " + table, () -> tables.drop(table));
        }
        in(step.file(), "ENGINE", () -> create(step));
      }
    }
  }

  /** The tables of before are beside then, until the deployment is stored. */
  private void putInPlace(DatasourceStep step, Prepared beside) {
    if (step.live().isEmpty()) {
      // left by a server that died in the middle of a deployment: nothing of it is live
      tables.of(step.file()).forEach(tables::drop);
      // a healing that goes on lists what is to be deleted anew, beside the table's new name
      replaced.add(MirrorSpec.deletedOf(Prepared.beside(plan.workspace(), step.id())));
    }
    undo.add(
        "take " + step.name() + " out of its place",
        () -> prepared.swapOut(plan.workspace(), beside));
    prepared.swapIn(plan.workspace(), beside);
    if (step.live().isPresent()) {
      beside.places(plan.workspace()).forEach(place -> replaced.add(place.beside()));
    }
  }

  /** A table that another server mirrors into is not dropped for being in the way. */
  private void requireFree(DatasourceStep step) {
    Blame.on(
        step,
        plan,
        () -> {
          mirrors.requireFree(tables.named(step.name()));
          return null;
        });
  }

  private Object create(DatasourceStep step) {
    if (step.mirrored()) {
      MirrorSpec spec = step.spec().orElseGet(() -> withoutRole(step));
      Blame.on(
          step,
          plan,
          () -> {
            mirrors.createTables(spec);
            return null;
          });
    } else {
      boolean target = plan.views().targets().contains(step.name());
      tables.create(PlainTable.of(step.file(), tables.named(step.name()), target));
    }
    return null;
  }

  /** Tables alone need no role, as long as the file states its sorting key. */
  private MirrorSpec withoutRole(DatasourceStep step) {
    if (step.file().engine().sortingKey().isEmpty()) {
      throw new RolloutException(
          List.of(
              Problem.error(
                  step.file().positions().start(),
                  "The file states no ENGINE_SORTING_KEY, and without its connection's secrets the table's keys cannot be looked up. Set the secrets, or state the key.")),
          null);
    }
    return new MirrorSpec(
        step.id(),
        plan.workspace().fullName(),
        step.file(),
        tables.named(step.name()),
        "",
        "",
        new RoleTarget("", "", List.of()));
  }

  private void alterTables() {
    altered(TableChange::between);
  }

  private void alterTtls() {
    altered((before, after) -> TableChange.ofTtl(before, after).stream().toList());
  }

  private void altered(BiFunction<DatasourceFile, DatasourceFile, List<TableChange>> changes) {
    for (DatasourceStep step : plan.datasources()) {
      if (step.action() == DatasourceStep.Action.ALTER) {
        DatasourceFile before = plan.live().datasource(step.name()).orElseThrow();
        TableName table = tables.named(step.name());
        for (TableChange change : changes.apply(before, step.file())) {
          in(step.file(), change.directive(), () -> altered(table, change));
        }
      }
    }
  }

  private Object altered(TableName table, TableChange change) {
    tables.alter(table, change.sql());
    undo.add(change.back() + " of " + table, () -> tables.alter(table, change.back()));
    return null;
  }

  /** A table that views begin to write to remembers blocks from then on. */
  private void openWindows() {
    Set<String> before = Planner.liveViews(plan.live()).targets();
    for (DatasourceStep step : plan.datasources()) {
      boolean becomesTarget =
          plan.views().targets().contains(step.name()) && !before.contains(step.name());
      if (becomesTarget && !step.fresh() && !step.mirrored()) {
        TableName table = tables.named(step.name());
        undo.add("close the window of " + table, () -> tables.setDeduplicationWindow(table, "0"));
        tables.setDeduplicationWindow(table, PlainTable.DEDUPLICATION_WINDOW);
      }
    }
  }

  private void createViews() {
    for (Views.View view : plan.views().downstreamFirst()) {
      if (plan.renewedViews().contains(view.pipe())) {
        PipeFile pipe = plan.project().pipes().get(view.pipe());
        MaterializedView definition = view.definition(plan.workspace().database());
        tables.drop(definition.name());
        undo.add("drop view " + view.pipe(), () -> tables.drop(definition.name()));
        in(
            pipe,
            () -> {
              tables.create(definition);
              if (plan.filledViews().contains(view.pipe()) && !allFresh(view)) {
                keepWhatIsReached(view);
                tables.fill(definition);
              }
              return null;
            });
      }
    }
  }

  /** Rows that fill a view go on through the views behind it. */
  private void keepWhatIsReached(Views.View view) {
    Set<String> reached = plan.views().reached(view);
    for (DatasourceStep step : plan.datasources()) {
      boolean holdsRows = !PlainTable.engineName(step.file().engine()).equals("Null");
      if (reached.contains(step.name()) && !step.fresh() && holdsRows && kept.add(step.name())) {
        TableName table = tables.named(step.name());
        undo.add("drop the copy of " + table, () -> tables.drop(Snapshots.unfinished(table)));
        snapshots.take(table);
        undo.add("put back what was in " + table, () -> snapshots.putBack(table));
        replaced.add(Snapshots.of(table));
      }
    }
  }

  private boolean allFresh(Views.View view) {
    return plan.datasources().stream()
        .filter(step -> view.sources().contains(step.name()))
        .allMatch(DatasourceStep::beginsEmpty);
  }

  private void goneTables() {
    for (DatasourceFile file : plan.deleted()) {
      replaced.addAll(tables.of(file));
    }
    Views before = Planner.liveViews(plan.live());
    for (Views.View view : before.downstreamFirst()) {
      if (plan.views().find(view.pipe()).isEmpty()) {
        replaced.addFirst(tables.named(view.pipe()));
      }
    }
  }

  private <T> T in(PipeFile pipe, Supplier<T> step) {
    return in(PipeSql.output(pipe).sqlPosition(), step);
  }

  private <T> T in(DatasourceFile file, String directive, Supplier<T> step) {
    return in(file.positions().of(directive), step);
  }

  private <T> T in(Position place, Supplier<T> step) {
    return Blame.on(place, plan.workspace().database(), step);
  }

  private static void failOn(List<Problem> problems) {
    if (!problems.isEmpty()) {
      throw new RolloutException(problems, null);
    }
  }
}
