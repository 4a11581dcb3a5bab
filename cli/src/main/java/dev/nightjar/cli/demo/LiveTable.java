package dev.nightjar.cli.demo;

import dev.nightjar.cli.Pause;
import dev.nightjar.cli.Terminal;
import dev.nightjar.cli.UserException;
import dev.nightjar.cli.api.ServerClient;
import dev.nightjar.cli.text.Quantity;
import dev.nightjar.proving.flights.PacedWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Shows the writing and the mirror side by side: redrawn for a person, else a line now and then.
 */
final class LiveTable {

  private static final Duration REDRAW = Duration.ofSeconds(1);
  private static final Duration LINE = Duration.ofSeconds(5);
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final int WIDEST = 79;
  private static final String CLEAR_BELOW = "\u001b[J";

  private final Terminal terminal;
  private final ServerClient server;
  private final Queries queries;
  private final PacedWriter writer;
  private final FreshnessProbe probe;
  private Instant next = Instant.MIN;
  private int drawn;

  LiveTable(Terminal terminal, ServerClient server, PacedWriter writer, FreshnessProbe probe) {
    this.terminal = terminal;
    this.server = server;
    this.queries = new Queries(server);
    this.writer = writer;
    this.probe = probe;
  }

  /** Shows it if it is time, and waits a little. */
  void show() {
    writer.check();
    probe.check();
    Instant now = Instant.now();
    if (!now.isBefore(next)) {
      next = now.plus(terminal.interactive() ? REDRAW : LINE);
      draw();
    }
    Pause.REAL.sleep(LOOK);
  }

  /** Shows the last of it. */
  void end() {
    draw();
  }

  private void draw() {
    MirrorView mirror =
        MirrorView.ask(server, DemoProject.TABLE)
            .orElseThrow(() -> new UserException("The server has lost the mirror of flights."));
    String lag =
        mirror
            .caughtUpAt()
            .map(at -> Duration.between(at, Instant.now()))
            .map(time -> Quantity.duration(time.isNegative() ? Duration.ZERO : time))
            .orElse("unknown");
    String items = Quantity.count(queries.items()) + " in flights FINAL";
    String changes =
        Quantity.count(writer.made())
            + " written, "
            + Quantity.count(queries.changes())
            + " rows in flights_changes";
    String idle = Quantity.count(writer.withoutEffect()) + " writes that changed nothing";
    String freshness =
        probe.latencies().count() == 0
            ? "not measured yet"
            : "p50 "
                + probe.latencies().percentile(0.5)
                + " ms, p99 "
                + probe.latencies().percentile(0.99)
                + " ms";
    if (terminal.interactive()) {
      redraw(
          List.of(
              "  phase      " + (mirror.state() + " " + mirror.explanation()).strip(),
              "  rows       " + items,
              "  changes    " + changes,
              "  no-ops     " + idle,
              "  lag        " + lag,
              "  freshness  " + freshness + "   (from acknowledged to visible)"));
    } else {
      terminal.note(
          String.join(
              "; ", mirror.state(), items, changes, "lag " + lag, "freshness " + freshness));
    }
  }

  /** A line that wraps would be redrawn in the wrong place. */
  private static String cut(String line) {
    return line.length() <= WIDEST ? line : line.substring(0, WIDEST - 1) + "…";
  }

  private void redraw(List<String> lines) {
    StringBuilder text = new StringBuilder();
    if (drawn > 0) {
      text.append("\u001b[").append(drawn).append('A');
    }
    text.append('\r').append(CLEAR_BELOW);
    lines.forEach(line -> text.append(cut(line)).append('\n'));
    drawn = lines.size();
    terminal.err().print(text);
    terminal.err().flush();
  }
}
