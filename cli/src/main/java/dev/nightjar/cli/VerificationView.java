package dev.nightjar.cli;

import dev.nightjar.cli.text.Quantity;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/**
 * Shows how far a verification is: a line that is written over for a person, a line for each phase
 * and each tenth of the scan elsewhere.
 */
final class VerificationView implements AutoCloseable {
  private static final String BEGINNING_OF_LINE = "\r\u001b[K";

  private final Terminal terminal;
  private final boolean shown;
  private String last = "";
  private boolean lineIsOpen;

  VerificationView(Terminal terminal, boolean shown) {
    this.terminal = terminal;
    this.shown = shown;
  }

  void show(JsonNode progress) {
    if (!shown) {
      return;
    }
    if (terminal.interactive()) {
      terminal.err().print(BEGINNING_OF_LINE + line(progress));
      terminal.err().flush();
      lineIsOpen = true;
      return;
    }
    String phase = progress.path("phase").asString("") + " " + tenths(progress);
    if (!phase.equals(last)) {
      terminal.note(line(progress));
      last = phase;
    }
  }

  private static long tenths(JsonNode progress) {
    long expected = progress.path("items_expected").asLong(0);
    return expected == 0 ? 0 : progress.path("items").asLong(0) * 10 / expected;
  }

  static String line(JsonNode progress) {
    String read =
        Quantity.count(progress.path("items").asLong(0))
            + " of about "
            + Quantity.count(progress.path("items_expected").asLong(0))
            + " items, "
            + Quantity.count(Math.round(progress.path("capacity_units").asDouble(0)))
            + " read capacity units";
    return switch (progress.path("phase").asString("")) {
      case "planning" -> "looking at the table …";
      case "scanning" -> "scanning: " + read + left(progress.path("time_left_ms"));
      case "catching_up" -> "waiting for the mirror to have all that was scanned …";
      case "comparing" -> "comparing " + read + " …";
      case "looking_again" ->
          "looking again at "
              + Quantity.count(progress.path("suspects").asLong(0))
              + " keys, time "
              + progress.path("look").asInt(0)
              + " …";
      default -> "explaining …";
    };
  }

  private static String left(JsonNode milliseconds) {
    return milliseconds.isNumber()
        ? ", about " + Quantity.duration(Duration.ofMillis(milliseconds.asLong())) + " left"
        : "";
  }

  @Override
  public void close() {
    if (lineIsOpen) {
      terminal.err().print(BEGINNING_OF_LINE);
      terminal.err().flush();
    }
  }
}
