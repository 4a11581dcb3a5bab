package dev.nightjar.proving.chaos;

import dev.nightjar.proving.chaos.ServerPort.Mirror;
import dev.nightjar.proving.chaos.ServerPort.NoAnswerException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Somebody deploys a mirrored data source with a column more. The view over it is to go on with
 * what it has; the new table has taken the place of the old one when its column can be read. The
 * server is killed once while the two are swapped.
 */
final class ChangedSchema implements Misfortune {

  /** With the time that the mirror may need to be LIVE. */
  private static final Duration LONGEST_SWAP = Duration.ofMinutes(10);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);

  private final FlightsProject project;
  private final ServerPort server;
  private final Misfortunes.Strike strike;
  private final AtomicBoolean struck = new AtomicBoolean();
  private volatile boolean deployed;
  private Optional<Instant> swapped = Optional.empty();

  ChangedSchema(FlightsProject project, ServerPort server, Misfortunes.Strike strike) {
    this.project = project;
    this.server = server;
    this.strike = strike;
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
      deployed = answers(() -> server.deploy(project.withStatus()));
    }
    if (deployed && swapped.isEmpty() && answers(this::readColumn)) {
      swapped = Optional.of(Instant.now());
    }
  }

  /** Mirrors wait for some tenths of a second while their tables are swapped. */
  @Override
  public void isIn(String state) throws InterruptedException {
    if (deployed && state.equals("PAUSED") && struck.compareAndSet(false, true)) {
      strike.in("SWAPPING");
    }
  }

  private void readColumn() {
    server.lines(
        "SELECT count(%s) FROM %s".formatted(FlightsProject.STATUS, project.datasource()),
        rows -> rows.forEach(_ -> {}));
  }

  private String state() {
    try {
      return server.mirror(project.datasource()).map(Mirror::state).orElse("");
    } catch (NoAnswerException e) {
      return "";
    }
  }

  /** Whoever asks tries again where the server was killed before it answered. */
  private static boolean answers(Runnable request) {
    try {
      request.run();
      return true;
    } catch (NoAnswerException e) {
      return false;
    }
  }

  /** The new table is loaded by an export of its own, and by no other. */
  @Override
  public boolean mayBeHealed(int before) {
    return deployed && before == 0;
  }

  @Override
  public Optional<Instant> replacedBefore() {
    return swapped;
  }

  @Override
  public boolean came() {
    return swapped.isPresent();
  }

  @Override
  public boolean over() {
    return swapped.isPresent();
  }

  /** Where the fire was over too soon, it comes in peace. */
  @Override
  public void end() throws InterruptedException {
    long end = System.nanoTime() + LONGEST_SWAP.toNanos();
    while (swapped.isEmpty()) {
      if (System.nanoTime() > end) {
        throw new ChaosFailedException(
            project.datasource() + " has no new table within " + LONGEST_SWAP + " of calm.");
      }
      Thread.sleep(BETWEEN_LOOKS);
      look(state());
    }
  }
}
