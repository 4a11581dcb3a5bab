package dev.nightjar.cli.demo;

import dev.nightjar.cli.Deployment;
import dev.nightjar.cli.Interruption;
import dev.nightjar.cli.OutputFormat;
import dev.nightjar.cli.Terminal;
import dev.nightjar.cli.api.Secrets;
import dev.nightjar.cli.api.ServerClient;
import dev.nightjar.cli.files.ProjectFolder;
import dev.nightjar.cli.text.Quantity;
import dev.nightjar.proving.flights.AwsClients;
import dev.nightjar.proving.flights.ChangeLog;
import dev.nightjar.proving.flights.FlightTable;
import dev.nightjar.proving.flights.Flights;
import dev.nightjar.proving.flights.PacedWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** The demo from beginning to end, by the steps that a user of AWS would take. */
final class Demo {

  private static final String BUCKET = "flights-exports";

  private final Terminal terminal;
  private final DemoOptions options;
  private final Flights flights;
  private final ChangeLog log = new ChangeLog();

  Demo(Terminal terminal, DemoOptions options) {
    this.terminal = terminal;
    this.options = options;
    this.flights = new Flights(options.seed());
  }

  /** Runs it; answers whether everything was equal, where that was asked for. */
  boolean run() {
    try (Interruption interruption = new Interruption();
        DemoWorld world = DemoWorld.start(options)) {
      try {
        return play(world);
      } catch (RuntimeException e) {
        // Whatever was under way fails in its own way when it is interrupted.
        if (interruption.requested()) {
          terminal.note("Stopping …");
          return true;
        }
        throw e;
      }
    }
  }

  private boolean play(DemoWorld world) {
    terminal.note("A local AWS listens on " + world.awsEndpoint() + ",");
    terminal.note("a Nightjar server on " + world.server().base() + ".");
    FlightTable table = new FlightTable(world.aws().dynamo(), DemoProject.TABLE);
    world.aws().createBucket(BUCKET);
    final String arn = table.create();
    fill(table);
    final Path project = prepare(world, arn);
    Backfill backfill = new Backfill(world.server(), terminal);
    new Deployment(world.server(), terminal, OutputFormat.HUMAN)
        .run(ProjectFolder.read(project), Deployment.Wish.USUAL);
    final Duration loading = backfill.await();
    hints(world.server(), project);
    return write(world, table, loading);
  }

  private void fill(FlightTable table) {
    AtomicInteger filled = new AtomicInteger();
    try (Progress progress =
        Progress.start(terminal, "Filling the table flights", options.items())) {
      table.fill(
          flights,
          log,
          options.items(),
          more -> progress.at(filled.addAndGet(more), options.items()));
    }
  }

  /** The role by the server's own policies, its ARN as a secret, the project's files. */
  private Path prepare(DemoWorld world, String arn) {
    ServerClient server = world.server();
    String role = DemoRole.create(server, world.aws(), BUCKET);
    Secrets.set(server, DemoProject.SECRET, role);
    Path project = options.project().orElseGet(() -> options.dataDir().resolve("project"));
    new DemoProject(arn, AwsClients.REGION, BUCKET).write(project);
    DemoProject.remember(project, server.base().toString(), server.token());
    terminal.note("The role is " + role + ", the project lies in " + project + ".");
    return project;
  }

  private boolean write(DemoWorld world, FlightTable table, Duration loading) {
    int every = (int) Math.max(1, Math.ceil(options.changesPerSecond() / 500));
    try (FreshnessProbe probe = new FreshnessProbe(world.server(), DemoProject.CHANGES, every);
        PacedWriter writer =
            new PacedWriter(
                world.aws().dynamo(),
                DemoProject.TABLE,
                flights,
                log,
                options.seed(),
                options.items(),
                options.changesPerSecond(),
                options.changes(),
                probe::acknowledged)) {
      LiveTable live = new LiveTable(terminal, world.server(), writer, probe);
      while (!options.exit() || !writer.done()) {
        live.show();
      }
      live.end();
      Verdict verdict = new Verdict(world.server(), terminal, options.dataDir());
      verdict.awaitCaughtUp(log, probe);
      DemoReport report =
          new DemoReport(
              verdict.compare(table), verdict.compare(flights, log), loading, probe.latencies());
      report.table().examples().forEach(difference -> terminal.note("≠ " + difference));
      report.changes().examples().forEach(difference -> terminal.note("≠ " + difference));
      terminal.say(report.json());
      return report.good();
    }
  }

  private void hints(ServerClient server, Path project) {
    String host = server.base().toString();
    terminal.note(
        """

        The mirror is live. In another terminal:
          cd %s
          nightjar sql "SELECT * FROM flights FINAL LIMIT 5"
          nightjar sql "SELECT _event_name, count() FROM flights_changes GROUP BY _event_name"
          nightjar status --watch
          curl '%s/v0/pipes/%s.json?airline=BrianAir&token=%s'
        Writing %s changes a second%s.
        """
            .formatted(
                project,
                host,
                DemoProject.ENDPOINT,
                server.token(),
                Quantity.count(Math.round(options.changesPerSecond())),
                options.changes().isPresent()
                    ? ", " + Quantity.count(options.changes().getAsLong()) + " in all"
                    : " until Ctrl-C"));
  }
}
