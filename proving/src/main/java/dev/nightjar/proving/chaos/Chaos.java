package dev.nightjar.proving.chaos;

import dev.nightjar.proving.chaos.ServerPort.NoAnswerException;
import dev.nightjar.proving.flights.AwsClients;
import dev.nightjar.proving.flights.ChangeComparison;
import dev.nightjar.proving.flights.ChangeLog;
import dev.nightjar.proving.flights.Expectation;
import dev.nightjar.proving.flights.FlightTable;
import dev.nightjar.proving.flights.Flights;
import dev.nightjar.proving.flights.PacedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The whole run. A table is written to all the time; round after round a mirror of it is deployed
 * anew, backfilled and followed under fire, then compared in a moment of calm.
 */
public final class Chaos {

  private static final String BUCKET = "flights-exports";
  private static final Duration LONGEST_BACKFILL = Duration.ofMinutes(6);
  private static final Duration LONGEST_CATCH_UP = Duration.ofMinutes(15);

  /** How much longer a round may last for what is to befall it. */
  private static final Duration MISFORTUNE = Duration.ofMinutes(2);

  private static final int TRIES_UNDER_FIRE = 2;
  private static final int MOST_TRIES = 20;
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(300);

  private final ChaosOptions options;
  private final Launcher launcher;
  private final Function<URI, ServerPort> serverPort;
  private final Saboteur saboteur;
  private final Consumer<String> progress;
  private final Tally tally = new Tally();
  private final MisfortuneCount count = new MisfortuneCount();
  private final ChangeLog log = new ChangeLog();
  private final Flights flights;
  private final SplittableRandom random;

  /**
   * @param serverPort makes the client of a server at an address
   * @param saboteur for a test of the proof itself
   * @param progress told in words what goes on
   */
  public Chaos(
      ChaosOptions options,
      Launcher launcher,
      Function<URI, ServerPort> serverPort,
      Saboteur saboteur,
      Consumer<String> progress) {
    this.options = options;
    this.launcher = launcher;
    this.serverPort = serverPort;
    this.saboteur = saboteur;
    this.progress = progress;
    this.flights = new Flights(options.seed());
    this.random = new SplittableRandom(options.seed());
  }

  /**
   * Runs it to its end; all processes have ended when this returns or throws.
   *
   * @throws ChaosFailedException if a process ended by itself, or the mirror did not come through
   * @throws InterruptedException if the thread is told to stop
   */
  public ChaosReport run() throws InterruptedException {
    try {
      Files.createDirectories(options.folder());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try (Processes processes = new Processes(options, launcher, saboteur, tally, random.split());
        AwsControl control = new AwsControl(processes.awsAddress());
        AwsClients aws = new AwsClients(processes.awsAddress(), "test", "test")) {
      processes.aws().start();
      until(control::ready, processes.aws());
      if (processes.clickHouse().isPresent()) {
        processes.clickHouse().get().start();
        until(() -> answers(processes.clickHouseAddress()), processes.clickHouse().get());
      }
      try (ServerPort server = serverPort.apply(processes.serverAddress())) {
        processes.server().start();
        until(server::ready, processes.server());
        return play(processes, control, aws, server);
      }
    }
  }

  private ChaosReport play(
      Processes processes, AwsControl control, AwsClients aws, ServerPort server)
      throws InterruptedException {
    FlightTable table = new FlightTable(aws.dynamo(), FlightsProject.TABLE);
    aws.createBucket(BUCKET);
    final String arn = table.create();
    table.fill(flights, log, options.items(), _ -> {});
    final String role = server.createRole(aws, BUCKET);
    server.setSecret(FlightsProject.SECRET, role);
    table.expireItems();
    final FlightsStream stream = new FlightsStream(control, table);
    MirrorWatch watch = new MirrorWatch(server, progress);
    Activity watching = new Activity("watch", watch::next);
    Fire fire =
        new Fire(
            processes,
            control,
            new AwsTrouble(control, stream, role, tally, random.split()),
            server::ready,
            () -> answers(processes.clickHouseAddress()),
            watch::phase,
            tally,
            random.split());
    final Misfortunes misfortunes =
        new Misfortunes(
            options.misfortunes(),
            control,
            aws,
            table,
            stream,
            role,
            server,
            watch,
            fire::strike,
            random.split());
    final TurnPlan plan = TurnPlan.of(options);
    plan.shortage().ifPresent(progress);
    final Operator operator = new Operator(server, table, stream, tally, progress);
    watching.start();
    try (PacedWriter writer =
        new PacedWriter(
            aws.dynamo(),
            FlightsProject.TABLE,
            flights,
            log,
            options.seed(),
            options.items(),
            options.changesPerSecond(),
            OptionalLong.empty(),
            (_, _, _, _) -> {},
            Optional.of(() -> {
              control.expireItems(arn);
              tally.fault("aws: item expired");
            }))) {
      ChaosReport.Sums sums = ChaosReport.Sums.NOTHING;
      while (sums.rounds() == 0 || (sums.good() && !over(fire.lasted()))) {
        FlightsProject project =
            new FlightsProject(sums.rounds() + 1, arn, AwsClients.REGION, BUCKET);
        final long tornBefore = tally.faults(Tally.TORN);
        final Duration share = plan.share(misfortunes.yetToCome(), fire.lasted());
        final Optional<Misfortunes.Befalling> befalling = misfortunes.next(project);
        Round round =
            new Round(
                project,
                server,
                watch,
                operator,
                befalling.map(Misfortunes.Befalling::misfortune),
                tally);
        final boolean hadTime = burn(fire, round, writer, share);
        watching.check();
        writer.pause();
        try {
          boolean torn = tally.faults(Tally.TORN) > tornBefore;
          sums = compare(sums, torn, processes, round, table, stream);
          if (befalling.isPresent()) {
            count.round(befalling.get().kind(), round.misfortuneCame(), hadTime);
          }
        } finally {
          writer.resume();
        }
      }
      if (options.kills().isEmpty()) {
        count.run(options.misfortunes(), fire.lasted());
      }
      return new ChaosReport(
          options,
          fire.lasted(),
          tally.killsByProcess(),
          tally.killsByPhase(),
          tally.faults(),
          count,
          sums);
    } finally {
      watching.stop();
    }
  }

  /**
   * One mirror from its deployment on, until it has lived some time under fire.
   *
   * @param share how long, but for a misfortune that is not over
   * @return whether its misfortune had the time to come
   */
  private boolean burn(Fire fire, Round round, PacedWriter writer, Duration share)
      throws InterruptedException {
    progress.accept(round + " begins");
    round.prepare();
    if (options.kills().isEmpty()) {
      // A few kills are for a mirror that is under way.
      fire.begin();
    }
    boolean live = false;
    try {
      // A deployment asks AWS at once and gives up: it is for its user to try again.
      deploy(fire, round.project(), round.server());
      round.deployed();
      fire.roughen();
      long start = System.nanoTime();
      Duration tail = Duration.ofMillis(random.nextLong(15_000, 75_000));
      long end = Long.MAX_VALUE;
      long latest = Long.MAX_VALUE;
      while (System.nanoTime() < end && !over(fire.lasted().plusNanos(System.nanoTime() - start))) {
        fire.check();
        writer.check();
        round.look();
        if (!live && round.isLive()) {
          live = true;
          end = System.nanoTime() + tail.toNanos();
          latest = end + MISFORTUNE.toNanos();
        }
        if (live && !round.misfortuneIsOver()) {
          end = Math.min(latest, System.nanoTime() + tail.toNanos());
        } else if (live && !round.isLive()) {
          // It heals: what comes after that is to burn as well.
          end = System.nanoTime() + tail.toNanos();
        }
        if (System.nanoTime() - start > LONGEST_BACKFILL.toNanos() && !live) {
          progress.accept(round + " is to be LIVE in peace: " + round.said());
          break;
        }
        Duration most = round.misfortuneIsOver() ? share : share.plus(MISFORTUNE);
        if (System.nanoTime() - start > most.toNanos()) {
          progress.accept(round + " ends, for others are to have their turn");
          break;
        }
        Thread.sleep(BETWEEN_TRIES);
      }
    } finally {
      fire.end();
    }
    round.end();
    progress.accept(round + ": calm after " + tally.kills() + " kills in all");
    return live && !over(fire.lasted());
  }

  /**
   * Until the server took it. Where kills fall into it, they do at first; where they keep it from
   * ever ending, as on a machine that has much else to do, it ends in peace.
   */
  private void deploy(Fire fire, FlightsProject project, ServerPort server)
      throws InterruptedException {
    for (int attempt = 1; !deployed(fire, project, server); attempt++) {
      if (attempt == TRIES_UNDER_FIRE) {
        fire.end();
      }
      if (attempt > MOST_TRIES) {
        throw new ChaosFailedException(project.datasource() + " could not be deployed.");
      }
      Thread.sleep(BETWEEN_TRIES);
    }
    fire.begin();
  }

  private boolean deployed(Fire fire, FlightsProject project, ServerPort server)
      throws InterruptedException {
    while (!server.ready()) {
      fire.check();
      Thread.sleep(BETWEEN_TRIES);
    }
    try {
      server.deploy(project.files());
      return server
          .mirror(project.datasource())
          .filter(mirror -> !mirror.state().equals("NOT_STARTED"))
          .isPresent();
    } catch (NoAnswerException e) {
      progress.accept("deploying again, for " + e.getMessage());
      return false;
    }
  }

  private ChaosReport.Sums compare(
      ChaosReport.Sums before,
      boolean torn,
      Processes processes,
      Round round,
      FlightTable table,
      FlightsStream stream)
      throws InterruptedException {
    round.awaitCaughtUp(Instant.now(), LONGEST_CATCH_UP);
    FlightsProject project = round.project();
    RoundExports exports = round.exports(table.exports());
    Optional<String> unsound = exports.unsound(round.boundary());
    saboteur.spoil(processes.clickHouseAddress(), project.datasource());
    Expectation expected = round.expected(stream.lost(), exports);
    MirrorAudit.Result result =
        new MirrorAudit(round.server(), project, round.isReplaced(), options.folder())
            .compare(
                new ChangeComparison(flights, log, expected),
                round.quarantine(log, expected, exports),
                table);
    result.examples().forEach(example -> progress.accept("≠ " + example));
    round.needlessLoad().ifPresent(load -> progress.accept("≠ " + load));
    unsound.ifPresent(boundary -> progress.accept("≠ " + boundary));
    progress.accept(
        round
            + ": "
            + result.changes().changes()
            + " changes and "
            + result.table().items()
            + " items compared, "
            + ((torn ? result.goodButForDoubles() : result.good()) ? "all equal" : "NOT equal"));
    return before.and(
        result,
        new ServerLog(Processes.serverLog(options)).missingBatches(),
        torn,
        round.needlessLoad().isPresent(),
        unsound.isPresent());
  }

  private boolean over(Duration fire) {
    return fire.compareTo(options.time()) >= 0
        || (options.kills().isPresent() && tally.kills() >= options.kills().getAsLong());
  }

  private static void until(Killer.Readiness ready, Child child) throws InterruptedException {
    while (!ready.ask()) {
      child.check();
      Thread.sleep(BETWEEN_TRIES);
    }
  }

  private static boolean answers(URI clickHouse) {
    try (InputStream answer = clickHouse.resolve("/ping").toURL().openStream()) {
      return answer.readAllBytes().length > 0;
    } catch (IOException e) {
      return false;
    }
  }
}
