package dev.nightjar.proving.world;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.dynamodb.connection.RoleTarget;
import dev.nightjar.dynamodb.table.TableLimits;
import dev.nightjar.mirror.BlockMemory;
import dev.nightjar.mirror.MirrorRefusedException;
import dev.nightjar.mirror.MirrorService;
import dev.nightjar.mirror.MirrorSpec;
import dev.nightjar.mirror.MirrorsOptions;
import dev.nightjar.mirror.PollBudget;
import dev.nightjar.mirror.ReaderLimit;
import dev.nightjar.mirror.Tuning;
import dev.nightjar.mirror.healing.DeleteLimit;
import dev.nightjar.mirror.status.MirrorStatus;
import dev.nightjar.project.ProjectParser;
import dev.nightjar.project.SourceFile;
import dev.nightjar.proving.world.aws.AwsCalls;
import dev.nightjar.proving.world.aws.SimulatedAws;
import dev.nightjar.proving.world.aws.SimulatedTable;
import dev.nightjar.proving.world.clickhouse.SimulatedClickHouse;
import dev.nightjar.proving.world.script.Setting;
import dev.nightjar.proving.world.time.SimulatedClock;
import dev.nightjar.proving.world.time.SimulatedProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The server's process: the real mirror over the simulated ports, watched as a person would. */
final class Server {
  static final String ID = "main/events";
  static final TableName TABLE = TableName.of("events");

  private static final Duration TRY_AGAIN = Duration.ofSeconds(20);

  /** So often a server asks how far an export is that takes a day. */
  private static final int MOST_QUESTIONS = 500;

  private static final String FILE =
      """
      SCHEMA >
          `pk` String `json:$.Item.pk`,
          `sk` UInt32 `json:$.Item.sk`,
          `n` Nullable(Int32) `json:$.Item.n`,
          `rev` UInt64 `json:$.Item.rev`

      ENGINE "ReplacingMergeTree"
      ENGINE_SORTING_KEY pk, sk
      ENGINE_VER _timestamp
      ENGINE_IS_DELETED _is_deleted
      %s
      IMPORT_CONNECTION_NAME 'aws'
      IMPORT_TABLE_ARN '%s'
      IMPORT_EXPORT_BUCKET 'bucket'
      """;

  private final Simulation world;
  private SimulatedProcess process;
  private boolean stopping;
  private boolean stopped;

  private Server(Simulation world) {
    this.world = world;
  }

  /** Starts a process. */
  static Server start(Simulation world) {
    Server server = new Server(world);
    server.process = world.scheduler().start("server", server::serve);
    return server;
  }

  /** Whether nothing of it runs any more. */
  boolean over() {
    return stopped || process.ended();
  }

  /** Ends it at once. */
  void kill() {
    process.kill();
  }

  /** Lets it stop in order. */
  void stop() {
    stopping = true;
  }

  private void serve() {
    try {
      work(MirrorService.open(options()));
    } catch (InterruptedException e) {
      world.broken(new Violation("the server's own thread was interrupted", e));
    } catch (RuntimeException | Error e) {
      world.broken(new Violation("the server ended with " + e, e));
    }
  }

  private void work(MirrorService mirrors) throws InterruptedException {
    while (!stopping) {
      if (mirrors.status(ID).isEmpty()) {
        deploy(mirrors);
      } else {
        watch(mirrors);
        process.sleep(world.watchEvery());
      }
    }
    mirrors.close();
    stopped = true;
  }

  private void watch(MirrorService mirrors) {
    MirrorStatus status = mirrors.status(ID).orElseThrow();
    world.saw(status);
    world.person().act(status, mirrors);
  }

  /** A person tries until it is accepted. */
  private void deploy(MirrorService mirrors) throws InterruptedException {
    try {
      mirrors.start(spec(world.setting()));
    } catch (MirrorRefusedException | ClickHouseException e) {
      // Ids that the mirror makes are other ones in each run.
      world.note(
          "the deployment was refused: "
              + e.getMessage().replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "an id"));
      if (e.getMessage().contains("is mirrored into by")) {
        // Whoever lost the state database gives the table free, as the message says.
        world.database().removeComment(TABLE.name());
      }
      world.refused(e.getMessage());
      process.sleep(TRY_AGAIN);
    }
  }

  private MirrorsOptions options() {
    Setting setting = world.setting();
    AwsCalls calls =
        new AwsCalls(process, world.crossings(), world.faults(), world.random(), setting.latency());
    return new MirrorsOptions(
        new SimulatedClickHouse(
            world.database(),
            process,
            world.crossings(),
            world.faults(),
            world.random(),
            setting.latency(),
            world.restartsClickHouse(),
            world::cannotGoOn),
        world.ledgers().database(),
        new SimulatedAws(world.scheduler(), world.table(), world.exports(), world.faults(), calls),
        Path.of("nowhere"),
        TableLimits.NONE,
        DeleteLimit.NONE,
        ReaderLimit.STANDARD,
        new PollBudget(PollBudget.USUAL),
        new BlockMemory(BlockMemory.LEAST_TOTAL),
        tuning(setting),
        new SimulatedClock(world.scheduler(), setting.clockWrongBy()),
        process.sleeper(world.random()));
  }

  /** Nothing waits for real time: who starts a mirror waits until its export is requested. */
  private static Tuning tuning(Setting setting) {
    Tuning usual = Tuning.STANDARD;
    return new Tuning(
        setting.batchRows(),
        usual.batchBytes(),
        usual.insertInterval(),
        usual.pollMin(),
        setting.pollMax(),
        usual.listingInterval(),
        usual.exportPollMin(),
        longer(usual.exportPollMax(), setting.longestExport().dividedBy(MOST_QUESTIONS)),
        usual.exportPatience(),
        usual.loaders(),
        Duration.ofDays(1));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  static MirrorSpec spec(Setting setting) {
    String file =
        FILE.formatted(
            setting.partitioned() ? "ENGINE_PARTITION_KEY sk % 3" : "", SimulatedTable.ARN);
    return new MirrorSpec(
        ID,
        "main",
        ProjectParser.parse(List.of(new SourceFile("datasources/events.datasource", file)))
            .project()
            .datasources()
            .get("events"),
        TABLE,
        SimulatedTable.ARN,
        "bucket",
        new RoleTarget(
            "arn:aws:iam::123456789012:role/mirror", SimulatedTable.REGION, List.of("external")));
  }
}
