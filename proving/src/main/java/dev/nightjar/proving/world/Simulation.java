package dev.nightjar.proving.world;

import dev.nightjar.mirror.status.MirrorState;
import dev.nightjar.mirror.status.MirrorStatus;
import dev.nightjar.proving.world.aws.ExportsModel;
import dev.nightjar.proving.world.aws.SimulatedTable;
import dev.nightjar.proving.world.clickhouse.DatabaseModel;
import dev.nightjar.proving.world.fault.Crossings;
import dev.nightjar.proving.world.fault.Faults;
import dev.nightjar.proving.world.script.Event;
import dev.nightjar.proving.world.script.History;
import dev.nightjar.proving.world.script.Sabotage;
import dev.nightjar.proving.world.script.Setting;
import dev.nightjar.proving.world.time.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * One history from its beginning to its end: the world does what is written, the server is killed
 * and started, the oracle looks. After the last event nothing fails any more, and the mirror must
 * catch up.
 */
final class Simulation {
  static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

  private static final Duration LONGEST_CATCH_UP = Duration.ofHours(14);

  /** How long AWS can have hidden something from a mirror, once nothing fails any more. */
  private static final Duration LONGEST_HIDDEN = Duration.ofHours(1);

  private static final int WATCHES = 400;
  private static final Duration MOST_OFTEN = Duration.ofSeconds(3);

  private final History history;
  private final Ledgers ledgers;
  private final Scheduler scheduler;
  private final SplittableRandom random;
  private final Faults faults;
  private final Crossings crossings = new Crossings();
  private final SimulatedTable table;
  private final ExportsModel exports;
  private final DatabaseModel database;
  private final Chronicle chronicle;
  private final Oracle oracle;
  private final Limits limits;
  private final Person person = new Person(this);
  private Optional<Server> server = Optional.empty();
  private Optional<Violation> violation = Optional.empty();
  private Optional<MirrorStatus> last = Optional.empty();
  private String told = "";
  private boolean calm;
  private boolean over;
  private Instant deadline = Instant.MAX;
  private Optional<Instant> caughtUpSince = Optional.empty();
  private int kills;

  Simulation(History history, Sabotage sabotage, Ledgers ledgers) {
    this(history, sabotage, ledgers, Limits.USUAL);
  }

  Simulation(History history, Sabotage sabotage, Ledgers ledgers, Limits limits) {
    this.limits = limits;
    this.history = history;
    this.ledgers = ledgers;
    SplittableRandom seeds = new SplittableRandom(history.seed());
    this.scheduler = new Scheduler(START, seeds.nextLong());
    this.random = seeds.split();
    this.faults = new Faults(seeds.nextLong(), sabotage);
    this.table = new SimulatedTable(scheduler, setting(), faults, seeds.split());
    this.exports = new ExportsModel(scheduler, setting(), table, faults, seeds.split());
    this.database = new DatabaseModel(scheduler, setting().partitioned(), faults, seeds.split());
    this.chronicle = new Chronicle(START);
    this.oracle = new Oracle(history, scheduler, table, exports, database);
  }

  /** Runs it. */
  Finding run() {
    ledgers.around(Runnable::run);
    ledgers.empty();
    ledgers.around(this::transaction);
    table.create();
    at(setting().streamFrom(), table::enableStream);
    at(setting().deployAt(), this::boot);
    history.events().forEach(event -> at(event.at(), () -> apply(event)));
    at(history.end(), this::calmDown);
    try {
      scheduler.run(() -> over || violation.isPresent() || !settles());
    } catch (IllegalStateException e) {
      broken(new Violation("the simulation cannot go on: " + e.getMessage(), e));
    }
    server.filter(running -> !running.over()).ifPresent(Server::kill);
    return new Finding(
        history,
        violation.map(Throwable::getMessage),
        violation.flatMap(found -> Optional.ofNullable(found.getCause())),
        chronicle.time(scheduler.now()).strip(),
        crossings.count(),
        kills,
        oracle.healings(),
        last.map(status -> status.state().name()).orElse("none"),
        last.flatMap(MirrorStatus::reason),
        chronicle.fingerprint(),
        chronicle.lines());
  }

  /** Whether it may still come to an end; what goes on for ever is a broken promise, too. */
  private boolean settles() {
    if (scheduler.steps() <= limits.steps() && database.arrived() <= limits.rows()) {
      return true;
    }
    broken(
        new Violation(
            "the mirror does not settle: after "
                + scheduler.steps()
                + " steps, "
                + crossings.count()
                + " calls and "
                + database.arrived()
                + " rows that came in it is still "
                + told));
    return false;
  }

  private void at(Duration sinceStart, Runnable event) {
    scheduler.at(START.plus(sinceStart), event);
  }

  Scheduler scheduler() {
    return scheduler;
  }

  Setting setting() {
    return history.setting();
  }

  boolean restartsClickHouse() {
    return history.restartsClickHouse();
  }

  Crossings crossings() {
    return crossings;
  }

  Faults faults() {
    return faults;
  }

  SplittableRandom random() {
    return random;
  }

  SimulatedTable table() {
    return table;
  }

  ExportsModel exports() {
    return exports;
  }

  DatabaseModel database() {
    return database;
  }

  Ledgers ledgers() {
    return ledgers;
  }

  Person person() {
    return person;
  }

  Oracle oracle() {
    return oracle;
  }

  void note(String text) {
    chronicle.note(scheduler.now(), text);
  }

  /** How often a person looks: not too often where a history takes days. */
  Duration watchEvery() {
    Duration every = history.end().dividedBy(WATCHES);
    return every.compareTo(MOST_OFTEN) < 0 ? MOST_OFTEN : every;
  }

  /** The world itself fails. */
  void cannotGoOn(RuntimeException failure) {
    broken(new Violation(failure.getMessage(), failure));
  }

  /** A promise is broken. */
  void broken(Violation found) {
    if (violation.isEmpty()) {
      violation = Optional.of(found);
      note("BROKEN: " + found.getMessage());
    }
  }

  private void transaction(Runnable transaction) {
    if (!Thread.currentThread().isVirtual()) {
      transaction.run();
      return;
    }
    crossings.cross("begin transaction");
    transaction.run();
    crossings.cross("end transaction");
    chronicle.happened(scheduler.now(), crossings.last());
  }

  private void boot() {
    note("the server starts");
    server = Optional.of(Server.start(this));
  }

  private boolean up() {
    return server.map(running -> !running.over()).orElse(false);
  }

  private void apply(Event event) {
    if (!(event instanceof Event.Kill)) {
      note(event.toString());
    }
    switch (event) {
      case Event.Write write -> table.write(write);
      case Event.Roll roll -> table.roll(roll.pick());
      case Event.Split split -> table.split(split.pick());
      case Event.Wrong wrong -> {
        faults.set(wrong.trouble(), wrong.percent());
        scheduler.at(scheduler.now().plus(wrong.duration()), () -> faults.set(wrong.trouble(), 0));
      }
      case Event.Kill kill ->
          crossings.killAfter(kill.aim().call(), kill.crossings(), () -> die(kill.down()));
      case Event.Stop stop -> stop(stop.down());
      case Event.LedgerLost lost ->
          crossings.killAfter(
              lost.aim().call(),
              lost.crossings(),
              () -> {
                loseLedger();
                die(lost.down());
              });
      case Event.TailLost lost ->
          crossings.killAfter(
              lost.aim().call(),
              lost.crossings(),
              () -> {
                database.loseNewest(lost.inserts());
                die(lost.down());
              });
      case Event.ClickHouseRestarted lost ->
          crossings.killAfter(
              lost.aim().call(),
              lost.crossings(),
              () -> {
                note("ClickHouse is started again at: " + crossings.last());
                database.restart(lost.inserts());
              });
      case Event.Resync _ -> person.wantResync();
      case Event.Pause pause -> {
        person.wantPause(true);
        scheduler.at(scheduler.now().plus(pause.duration()), () -> person.wantPause(false));
      }
      case Event.Merge _ -> database.merge();
      case Event.StreamReplaced replaced -> {
        table.disableStream();
        scheduler.at(scheduler.now().plus(replaced.off()), table::enableStream);
      }
      case Event.TableReplaced replaced -> {
        table.delete();
        scheduler.at(
            scheduler.now().plus(replaced.gone()),
            () -> {
              table.create();
              table.enableStream();
            });
      }
    }
  }

  private void loseLedger() {
    note("the state database is lost");
    oracle.ledgerLost();
    ledgers.around(Runnable::run);
    ledgers.empty();
    ledgers.around(this::transaction);
  }

  private void die(Duration down) {
    if (!up()) {
      return;
    }
    kills++;
    note("the server is killed at: " + crossings.last() + "; down for " + down);
    scheduler.at(scheduler.now().plus(down), this::bootIfDown);
    server.orElseThrow().kill();
  }

  private void bootIfDown() {
    if (!up()) {
      boot();
    }
  }

  private void stop(Duration down) {
    if (up()) {
      Server stopped = server.orElseThrow();
      stopped.stop();
      awaitStopped(stopped, scheduler.now().plus(down));
    }
  }

  private void awaitStopped(Server stopped, Instant bootAt) {
    if (stopped.over()) {
      scheduler.at(bootAt, this::bootIfDown);
    } else {
      scheduler.at(scheduler.now().plusSeconds(1), () -> awaitStopped(stopped, bootAt));
    }
  }

  /** From now on nothing fails. */
  private void calmDown() {
    faults.clear();
    crossings.disarm();
    person.wantPause(false);
    calm = true;
    if (!up()) {
      scheduler.at(scheduler.now().plusSeconds(1), this::bootIfDown);
    }
    Duration exporting = setting().longestExport().multipliedBy(2);
    deadline = scheduler.now().plus(LONGEST_CATCH_UP).plus(exporting);
    note("from here on nothing fails");
  }

  /** The deployment was refused: for ever, once nothing fails any more, is too long. */
  void refused(String why) {
    if (scheduler.now().isAfter(deadline)) {
      broken(new Violation("nothing fails any more, and the deployment is still refused: " + why));
    }
  }

  /** A person looks at the mirror. */
  void saw(MirrorStatus status) {
    last = Optional.of(status);
    String now = status.state() + status.reason().map(reason -> " " + reason).orElse("");
    if (!now.equals(told)) {
      told = now;
      note("the mirror is " + now + ", generation " + status.generation());
    }
    chronicle.happened(
        scheduler.now(), now + status.caughtUpAt() + status.stream().changesInserted());
    try {
      oracle.check(status);
      if (calm) {
        judge(status);
      }
    } catch (Violation found) {
      broken(found);
    }
  }

  private void judge(MirrorStatus status) {
    if (status.state() == MirrorState.FAILED && person.hasGivenUp()) {
      over = true;
    } else if (oracle.caughtUp(status)) {
      judgeCaughtUp(status);
    } else if (scheduler.now().isAfter(deadline)) {
      throw new Violation(
          "nothing fails any more, and "
              + chronicle.time(deadline).strip()
              + " is past: the mirror is still "
              + told
              + ", caught up at "
              + status.caughtUpAt()
              + ", retries "
              + status.retries());
    }
  }

  /** It says that it has all that was ever written. */
  private void judgeCaughtUp(MirrorStatus status) {
    Instant since = caughtUpSince.orElse(scheduler.now());
    caughtUpSince = Optional.of(since);
    if (oracle.isWhole()) {
      oracle.checkEnd(status);
      over = true;
    } else if (scheduler.now().isAfter(since.plus(LONGEST_HIDDEN))) {
      throw new Violation(
          "nothing fails any more, the mirror says since "
              + since
              + " that it has everything, and FINAL is still not the table");
    }
  }
}
