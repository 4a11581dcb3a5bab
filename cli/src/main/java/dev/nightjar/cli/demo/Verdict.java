package dev.nightjar.cli.demo;

import dev.nightjar.cli.Pause;
import dev.nightjar.cli.Terminal;
import dev.nightjar.cli.UserException;
import dev.nightjar.cli.api.ServerClient;
import dev.nightjar.cli.text.Quantity;
import dev.nightjar.proving.flights.ChangeComparison;
import dev.nightjar.proving.flights.ChangeLog;
import dev.nightjar.proving.flights.FlightTable;
import dev.nightjar.proving.flights.Flights;
import dev.nightjar.proving.flights.TableComparison;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/** Waits until the mirror has caught up with a table that nobody writes to, and compares them. */
final class Verdict {

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  /** A mirror that does only a hundred changes a second has this long, and five minutes more. */
  private static final Duration FOR_EACH_CHANGE = Duration.ofMillis(10);

  private static final Duration AT_LEAST = Duration.ofMinutes(5);

  /** How long rows may be missing after the mirror says that it has caught up. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final ServerClient server;
  private final Terminal terminal;
  private final Path folder;

  /**
   * @param folder where temporary files may lie
   */
  Verdict(ServerClient server, Terminal terminal, Path folder) {
    this.server = server;
    this.terminal = terminal;
    this.folder = folder;
  }

  /**
   * Waits until the mirror says that everything acknowledged until now is visible; then, a little,
   * for changes that it does not show yet all the same: the comparison names those that never come.
   */
  void awaitCaughtUp(ChangeLog log, FreshnessProbe probe) {
    Instant written = Instant.now();
    Duration limit = AT_LEAST.plus(FOR_EACH_CHANGE.multipliedBy(log.size()));
    try (Progress progress = Progress.start(terminal, "Waiting for the mirror to catch up", 0)) {
      progress.at(log.size(), log.size());
      MirrorView mirror = look();
      while (!caughtUp(mirror, written)) {
        if (Instant.now().isAfter(written.plus(limit))) {
          throw new UserException(
              "The mirror has not caught up after "
                  + Quantity.duration(limit)
                  + ". Its state is "
                  + mirror.state()
                  + mirror.caughtUpAt().map(at -> ", caught up until " + at).orElse("")
                  + ".");
        }
        Pause.REAL.sleep(BETWEEN_LOOKS);
        mirror = look();
      }
      Instant end = Instant.now().plus(GRACE);
      while (probe.waiting() > 0 && Instant.now().isBefore(end)) {
        probe.check();
        Pause.REAL.sleep(BETWEEN_LOOKS);
      }
    }
    probe.check();
  }

  /** Compares what FINAL shows with a scan of the table. */
  TableComparison.Result compare(FlightTable table) {
    AtomicReference<TableComparison.Result> result = new AtomicReference<>();
    try (Progress progress = Progress.start(terminal, "Comparing FINAL with a scan", 0)) {
      new Queries(server)
          .currentRows(rows -> result.set(TableComparison.compare(rows, table.scan(), folder)));
      progress.at(result.get().items(), result.get().items());
    }
    return result.get();
  }

  /** Compares the rows of changes with what was written. */
  ChangeComparison.Result compare(Flights flights, ChangeLog log) {
    Instant boundary =
        look()
            .boundary()
            .orElseThrow(() ->
                new UserException("The server does not say where the mirror's stream begins."));
    ChangeComparison comparison = new ChangeComparison(flights, log, boundary);
    try (Progress progress = Progress.start(terminal, "Comparing every change", 0)) {
      new Queries(server).changeRows(comparison::add);
      ChangeComparison.Result result = comparison.result();
      progress.at(result.changeRows(), result.changeRows());
      return result;
    }
  }

  private static boolean caughtUp(MirrorView mirror, Instant written) {
    return mirror.live() && mirror.caughtUpAt().filter(at -> !at.isBefore(written)).isPresent();
  }

  private MirrorView look() {
    MirrorView mirror =
        MirrorView.ask(server, DemoProject.TABLE)
            .orElseThrow(() -> new UserException("The server has lost the mirror of flights."));
    if (mirror.failed()) {
      throw new UserException("The mirror of flights failed. " + mirror.explanation());
    }
    return mirror;
  }
}
