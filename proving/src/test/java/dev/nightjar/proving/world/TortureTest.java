package dev.nightjar.proving.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.proving.world.script.Event;
import dev.nightjar.proving.world.script.History;
import dev.nightjar.proving.world.script.HistoryGenerator;
import dev.nightjar.proving.world.script.Sabotage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The mirror keeps its promises in the histories of many seeds, and the oracle can tell. */
class TortureTest {
  private static final SeedRange SEEDS = new SeedRange(1, 800);
  private static final int JOBS = 2;

  /** So many histories in which the mirror must heal. */
  private static final int ENOUGH = 60;

  @Test
  void noHistoryBreaksAPromise() {
    TortureReport report =
        new Torture(Sabotage.NONE, JOBS, 1, InstantSource.system())
            .run(SEEDS, Optional.empty(), (_, _) -> {});

    List<String> broken =
        report.broken().stream().flatMap(history -> history.report().stream()).toList();
    assertThat(broken).as(String.join("\n", broken)).isEmpty();
    assertThat(report.histories()).isEqualTo(SEEDS.size());
    assertThat(report.kills()).isGreaterThan(SEEDS.size());
    assertThat(report.healings()).isGreaterThan(SEEDS.size() / 4);
    assertThat(report.ends().getOrDefault("LIVE", 0L)).isGreaterThan(SEEDS.size() / 2);
  }

  /** A violation that does not come again may be a race of the mirror: it is told with its seed. */
  @Test
  void aPromiseThatIsBrokenOnceIsTold() {
    AtomicInteger runs = new AtomicInteger();
    Torture torture =
        new Torture(
            (history, _) -> finding(history, runs.incrementAndGet() == 1 ? "a row is lost" : ""),
            1,
            10,
            InstantSource.system());

    TortureReport report = torture.run(new SeedRange(7, 9), Optional.empty(), (_, _) -> {});

    assertThat(report.broken()).isEmpty();
    assertThat(report.unrepeated())
        .singleElement()
        .satisfies(once -> {
          assertThat(once.seed()).isEqualTo(7);
          assertThat(once.violation()).isEqualTo("a row is lost");
        });
    assertThat(report.ends()).containsEntry("broken once", 1L).containsEntry("LIVE", 2L);
  }

  private static Finding finding(History history, String violation) {
    return new Finding(
        history,
        Optional.of(violation).filter(text -> !text.isEmpty()),
        Optional.empty(),
        "0:00:01.000",
        1,
        0,
        0,
        "LIVE",
        Optional.empty(),
        0,
        List.of());
  }

  /** Beside others, whom it meets at what the JVM has once, as alone. */
  @Test
  void theSameSeedIsTheSameHistory() throws Exception {
    List<Finding> findings = new ArrayList<>();
    try (ExecutorService jobs = Executors.newFixedThreadPool(4)) {
      List<Callable<List<Finding>>> beside =
          LongStream.rangeClosed(1, 4)
              .<Callable<List<Finding>>>mapToObj(first -> () -> everyFourth(first))
              .toList();
      for (Future<List<Finding>> job : jobs.invokeAll(beside)) {
        findings.addAll(job.get());
      }
    }

    assertThat(findings).hasSize(20);
    try (Ledgers ledgers = new Ledgers()) {
      for (Finding beside : findings) {
        Finding alone = run(beside.history().seed(), Sabotage.NONE, ledgers);
        assertThat(beside.fingerprint())
            .as("seed %d", beside.history().seed())
            .isEqualTo(alone.fingerprint());
        assertThat(beside.lines()).isEqualTo(alone.lines());
      }
    }
  }

  private static List<Finding> everyFourth(long first) {
    try (Ledgers ledgers = new Ledgers()) {
      return LongStream.iterate(first, seed -> seed <= 20, seed -> seed + 4)
          .mapToObj(seed -> run(seed, Sabotage.NONE, ledgers))
          .toList();
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void anErrorThatIsPutInOnPurposeIsFound(Sabotage sabotage) {
    try (Ledgers ledgers = new Ledgers()) {
      int tried = 0;
      boolean found = false;
      for (long seed = 1; !found && tried < ENOUGH; seed++) {
        if (bringsOut(sabotage, HistoryGenerator.draw(seed))) {
          tried++;
          found = run(seed, sabotage, ledgers).violation().isPresent();
        }
      }
      assertThat(found).as("found in %d histories", tried).isTrue();
    }
  }

  /** A mirror that goes on for ever breaks a promise: its seed and its call are told. */
  @Test
  void aHistoryThatDoesNotSettleIsBroken() {
    try (Ledgers ledgers = new Ledgers()) {
      Simulation small =
          new Simulation(HistoryGenerator.draw(1), Sabotage.NONE, ledgers, new Limits(500, 4_000));

      Finding finding = small.run();

      assertThat(finding.violation().orElse("none"))
          .startsWith("the mirror does not settle: after 501 steps, ");
      assertThat(BrokenHistory.of(finding).report().getFirst())
          .startsWith("seed 1 breaks a promise at ")
          .contains(", call " + finding.crossings());
    }
  }

  @Test
  void rowsThatComeInWithoutEndBreakAHistoryToo() {
    try (Ledgers ledgers = new Ledgers()) {
      Simulation small =
          new Simulation(
              HistoryGenerator.draw(1), Sabotage.NONE, ledgers, new Limits(2_000_000, 3));

      assertThat(small.run().violation().orElse("none"))
          .startsWith("the mirror does not settle: after ");
    }
  }

  /** What AWS never names excuses each claim of the mirror, and each change that never came in. */
  @Test
  void theLookAtTheWholeTableAtTheEndFindsWhatNothingElseDoes() {
    try (Ledgers ledgers = new Ledgers()) {
      assertThat(
              LongStream.rangeClosed(1, 3)
                  .mapToObj(seed -> run(seed, Sabotage.CHILDREN_HIDDEN, ledgers))
                  .flatMap(finding -> finding.violation().stream()))
          .anyMatch(violation -> violation.endsWith("and FINAL is still not the table"));
    }
  }

  private static boolean bringsOut(Sabotage sabotage, History history) {
    return sabotage == Sabotage.LATE_EXPORT_WINS
        ? history.setting().longestExport().compareTo(Duration.ofHours(25)) >= 0
        : mustHeal(history);
  }

  private static boolean mustHeal(History history) {
    return history.has(Event.Resync.class)
        || history.has(Event.StreamReplaced.class)
        || history.has(Event.TableReplaced.class);
  }

  private static Finding run(long seed, Sabotage sabotage, Ledgers ledgers) {
    return new Simulation(HistoryGenerator.draw(seed), sabotage, ledgers).run();
  }
}
