package dev.nightjar.proving.chaos;

import dev.nightjar.proving.chaos.ServerPort.NoAnswerException;
import java.time.Duration;

/**
 * Somebody deploys a mirrored data source with a column more. The view over it is to go on with
 * what it has; the new table has taken the place of the old one when its column can be read.
 */
final class ChangedSchema implements Misfortune {

  private static final Duration LONGEST_SWAP = Duration.ofMinutes(5);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);

  private final FlightsProject project;
  private final ServerPort server;
  private boolean deployed;
  private boolean swapped;

  ChangedSchema(FlightsProject project, ServerPort server) {
    this.project = project;
    this.server = server;
  }

  @Override
  public String name() {
    return "schema changed";
  }

  @Override
  public void prepare() {
    // It begins once the mirror is LIVE.
  }

  @Override
  public void look(String state) {
    if (!deployed && state.equals("LIVE")) {
      deployed = succeeds(() -> server.deploy(project.withNote()));
    }
    if (deployed && !swapped) {
      swapped =
          succeeds(() ->
              server.lines(
                  "SELECT count(%s) FROM %s".formatted(FlightsProject.NOTE, project.datasource()),
                  rows -> rows.forEach(_ -> {})));
    }
  }

  /** Whoever deploys tries again where the server was killed before it answered. */
  private static boolean succeeds(Runnable request) {
    try {
      request.run();
      return true;
    } catch (NoAnswerException e) {
      return false;
    }
  }

  /** The new table is loaded by an export of its own. */
  @Override
  public boolean mayBeHealed() {
    return deployed;
  }

  @Override
  public boolean came() {
    return swapped;
  }

  @Override
  public boolean over() {
    return swapped;
  }

  /** The new column stays, and is compared: so it is to be there. */
  @Override
  public void end() throws InterruptedException {
    long end = System.nanoTime() + LONGEST_SWAP.toNanos();
    while (deployed && !swapped) {
      if (System.nanoTime() > end) {
        throw new ChaosFailedException(
            project.datasource() + " has no new table within " + LONGEST_SWAP + " of calm.");
      }
      Thread.sleep(BETWEEN_LOOKS);
      look("");
    }
  }
}
