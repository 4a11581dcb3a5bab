package dev.nightjar.proving.chaos;

import dev.nightjar.proving.chaos.ServerPort.Mirror;
import dev.nightjar.proving.flights.ChangeLog;
import dev.nightjar.proving.flights.Expectation;
import dev.nightjar.proving.flights.Expectation.Span;
import dev.nightjar.proving.flights.FlightTable;
import dev.nightjar.proving.flights.QuarantineComparison;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One mirror from its deployment to its comparison: what is known of it, and what befalls it. */
final class Round {

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);

  private final FlightsProject project;
  private final ServerPort server;
  private final MirrorWatch watch;
  private final Operator operator;
  private final Optional<Misfortune> misfortune;
  private final Tally tally;
  private Instant prepared = Instant.EPOCH;
  private Instant deployed = Instant.EPOCH;
  private long generation = 1;
  private int loads;
  private Optional<String> needlessLoad = Optional.empty();

  Round(
      FlightsProject project,
      ServerPort server,
      MirrorWatch watch,
      Operator operator,
      Optional<Misfortune> misfortune,
      Tally tally) {
    this.project = project;
    this.server = server;
    this.watch = watch;
    this.operator = operator;
    this.misfortune = misfortune;
    this.tally = tally;
  }

  FlightsProject project() {
    return project;
  }

  ServerPort server() {
    return server;
  }

  /** Before it is deployed. */
  void prepare() throws InterruptedException {
    prepared = Instant.now();
    MirrorWatch.Listener listener =
        misfortune.<MirrorWatch.Listener>map(befalls -> befalls::isIn).orElse(_ -> {});
    watch.follow(project.datasource(), listener);
    if (misfortune.isPresent()) {
      misfortune.get().prepare();
    }
  }

  /** The server has taken it. */
  void deployed() {
    deployed = Instant.now();
  }

  /** Again and again while the fire lasts. */
  void look() throws InterruptedException {
    if (misfortune.isPresent()) {
      misfortune.get().look(watch.mirror().map(Mirror::state).orElse("STARTING"));
    }
    heed();
  }

  /** What the server says is heard, and acted upon where that is for a person. */
  private void heed() throws InterruptedException {
    long now = watch.mirror().map(Mirror::generation).orElse(0L);
    if (now > generation) {
      tally.fault("loaded anew");
      generation = now;
      int before = loads++;
      if (needlessLoad.isEmpty() && misfortune.filter(m -> m.mayBeHealed(before)).isEmpty()) {
        needlessLoad =
            Optional.of("the table was loaded anew, and nothing gave a reason: " + watch.said());
      }
    }
    operator.look(project.datasource(), watch.mirror());
  }

  boolean isLive() {
    return watch.mirror().filter(mirror -> mirror.state().equals("LIVE")).isPresent();
  }

  /** Whether nothing more is to befall it. */
  boolean misfortuneIsOver() {
    return misfortune.map(Misfortune::over).orElse(true);
  }

  /** The fire is over: what is not as it was is set right. */
  void end() throws InterruptedException {
    if (misfortune.isPresent()) {
      misfortune.get().end();
    }
  }

  /** Whether its misfortune has come, where it has one; asked when it has caught up. */
  boolean misfortuneCame() throws InterruptedException {
    if (misfortune.isEmpty()) {
      return false;
    }
    boolean came = misfortune.get().came();
    tally.fault("misfortune: " + misfortune.get().name() + (came ? "" : " did not come"));
    return came;
  }

  /**
   * Waits until it has everything that was written until then.
   *
   * @throws ChaosFailedException if that takes longer
   */
  void awaitCaughtUp(Instant written, Duration longest) throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    while (watch.mirror().filter(mirror -> hasCaughtUp(mirror, written)).isEmpty()) {
      if (System.nanoTime() > end) {
        throw new ChaosFailedException(
            project.datasource() + " has not caught up within " + longest + ": " + said());
      }
      heed();
      Thread.sleep(BETWEEN_LOOKS);
    }
    heed();
  }

  private static boolean hasCaughtUp(Mirror mirror, Instant written) {
    return mirror.state().equals("LIVE")
        && mirror.caughtUpAt().filter(at -> !at.isBefore(written)).isPresent();
  }

  /**
   * Which rows the view of its changes must have.
   *
   * @param lost when the stream lost changes, in all rounds
   * @param exports its own
   */
  Expectation expected(List<Span> lost, RoundExports exports) {
    Optional<Instant> replaced = misfortune.flatMap(Misfortune::replacedBefore);
    if (replaced.isEmpty() && generation > 1) {
      Expectation healed = Expectation.healed(watch.boundary(), deployed, lost);
      for (Map.Entry<Instant, Long> lowest : exports.lowestGenerations(generation).entrySet()) {
        healed = healed.atLeast(lowest.getValue(), lowest.getKey());
      }
      return exports
          .newest()
          .map(export -> export.exact(generation))
          .map(healed::loadedFrom)
          .orElse(healed);
    }
    Expectation once =
        Expectation.of(
            watch
                .boundary()
                .orElseThrow(() ->
                    new ChaosFailedException("The server does not say where the stream begins.")));
    // The view has the rows of the first table's export, and goes on over the second one.
    Expectation loaded =
        exports.first().map(export -> once.loadedFrom(export.exact(1))).orElse(once);
    return replaced.map(moment -> loaded.atLeast(generation, moment)).orElse(loaded);
  }

  /**
   * Which entries the quarantine must have.
   *
   * @param expected of the view
   */
  QuarantineComparison quarantine(ChangeLog log, Expectation expected, RoundExports exports) {
    return new QuarantineComparison(
        log,
        expected,
        generation,
        isReplaced() ? exports.newest().map(export -> export.exact(generation)) : Optional.empty());
  }

  /** Whether another table has taken its table's place. */
  boolean isReplaced() {
    return misfortune.flatMap(Misfortune::replacedBefore).isPresent();
  }

  /**
   * Its exports.
   *
   * @param all exports of the table, as AWS tells of them
   */
  RoundExports exports(List<FlightTable.Export> all) {
    return RoundExports.since(prepared, all);
  }

  /** From when on the server said that changes come from the stream. */
  Optional<Instant> boundary() {
    return watch.boundary();
  }

  /** What is wrong if its table was loaded anew although nothing gave it a reason. */
  Optional<String> needlessLoad() {
    return needlessLoad;
  }

  /** What the server said last. */
  String said() {
    return watch.said();
  }

  @Override
  public String toString() {
    return "round "
        + project.round()
        + misfortune.map(befalls -> " (" + befalls.name() + ")").orElse("");
  }
}
