package dev.nightjar.proving.chaos;

import dev.nightjar.proving.chaos.ServerPort.Mirror;
import dev.nightjar.proving.chaos.ServerPort.NoAnswerException;
import dev.nightjar.proving.flights.FlightTable;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Whoever runs the mirror: where it has stopped, does what {@code docs/operations.md} says for its
 * reason. For one thread.
 */
final class Operator {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final ServerPort server;
  private final FlightTable table;
  private final FlightsStream stream;
  private final Tally tally;
  private final Consumer<String> progress;
  private Optional<Long> acted = Optional.empty();

  Operator(
      ServerPort server,
      FlightTable table,
      FlightsStream stream,
      Tally tally,
      Consumer<String> progress) {
    this.server = server;
    this.table = table;
    this.stream = stream;
    this.tally = tally;
    this.progress = progress;
  }

  /**
   * Looks at what the server said last, and acts where that is for a person.
   *
   * @throws ChaosFailedException if it has stopped for a reason that nothing here gives
   */
  void look(String datasource, Optional<Mirror> mirror) throws InterruptedException {
    if (mirror.filter(now -> now.state().equals("FAILED")).isEmpty() || isWaiting()) {
      return;
    }
    acted = Optional.of(System.nanoTime());
    String reason = mirror.get().reason();
    try {
      act(datasource, reason, mirror.get());
      progress.accept("a person acts upon " + reason);
      tally.fault("person: " + reason);
    } catch (NoAnswerException e) {
      progress.accept("a person tries again, for " + e.getMessage());
    }
  }

  private boolean isWaiting() {
    return acted.filter(at -> System.nanoTime() - at < PATIENCE.toNanos()).isPresent();
  }

  private void act(String datasource, String reason, Mirror mirror) throws InterruptedException {
    switch (reason) {
      case "pitr_disabled" -> {
        table.switchRecovery(true);
        server.resume(datasource);
      }
      case "stream_disabled" -> {
        stream.switchOn();
        server.resume(datasource);
      }
      case "export_failed", "export_corrupt", "healing_again" -> server.resync(datasource, false);
      case "healing_deletes_too_much" -> server.resync(datasource, true);
      default ->
          throw new ChaosFailedException(
              datasource + " has stopped, and nothing gives a reason: " + mirror.explanation());
    }
  }
}
