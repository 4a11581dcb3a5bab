package dev.nightjar.proving.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.project.SourceFile;
import dev.nightjar.proving.flights.AwsClients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RoundTest {
  private final Said server = new Said();
  private final MirrorWatch watch = new MirrorWatch(server, _ -> {});

  @Test
  void aMirrorThatIsLoadedAnewInACalmRoundIsNoGoodOne() throws InterruptedException {
    Round round = round(Optional.empty());

    look(round, 1);
    assertThat(round.needlessLoad()).isEmpty();
    look(round, 2);

    assertThat(round.needlessLoad().orElseThrow())
        .startsWith("the table was loaded anew, and nothing gave a reason");
  }

  @Test
  void whatLosesChangesIsAReasonOnceItHasBegun() throws InterruptedException {
    Round before = round(Optional.of(episode("HEALING", true)));
    look(before, 2);
    Round after = round(Optional.of(episode("LIVE", true)));
    look(after, 2);

    assertThat(before.needlessLoad()).as("it has not begun").isPresent();
    assertThat(after.needlessLoad()).isEmpty();
  }

  @Test
  void whatLosesNothingIsNoReason() throws InterruptedException {
    Round round = round(Optional.of(episode("LIVE", false)));
    look(round, 2);

    assertThat(round.needlessLoad()).isPresent();
  }

  @Test
  void aTableThatIsBuiltBesideIsLoadedByOneExport() throws InterruptedException {
    FlightsProject project = new FlightsProject(1, "arn", "region", "bucket");
    Round round = round(Optional.of(new ChangedSchema(project, server, _ -> {})));
    look(round, 1);
    look(round, 2);
    assertThat(round.needlessLoad()).isEmpty();
    assertThat(round.isReplaced()).isTrue();
    look(round, 3);

    assertThat(round.needlessLoad()).isPresent();
  }

  @Test
  void theServerIsKilledOnceWhileTablesAreSwapped() throws InterruptedException {
    List<String> strikes = new ArrayList<>();
    FlightsProject project = new FlightsProject(1, "arn", "region", "bucket");
    Misfortune changed = new ChangedSchema(project, server, strikes::add);
    server.swapping = true;

    changed.isIn("PAUSED");
    assertThat(strikes).as("before it is deployed").isEmpty();
    changed.look("LIVE");
    changed.isIn("PAUSED");
    changed.isIn("PAUSED");
    assertThat(strikes).containsExactly("SWAPPING");
    assertThat(changed.over()).isFalse();
    server.swapping = false;
    changed.look("LIVE");
    assertThat(changed.over()).isTrue();
  }

  private static Misfortune episode(String state, boolean losesChanges) {
    return new Episode(
        "test", state::equals, Duration.ofHours(1), () -> {}, () -> {}, losesChanges);
  }

  private void look(Round round, long generation) throws InterruptedException {
    server.generation = generation;
    watch.next();
    round.look();
  }

  private Round round(Optional<Misfortune> misfortune) throws InterruptedException {
    Tally tally = new Tally();
    Round round =
        new Round(
            new FlightsProject(1, "arn", "region", "bucket"),
            server,
            watch,
            new Operator(server, null, null, tally, _ -> {}),
            misfortune,
            tally);
    round.prepare();
    round.deployed();
    return round;
  }

  /** A server with one mirror, which is LIVE. */
  private static final class Said implements ServerPort {
    private long generation = 1;
    private boolean swapping;

    @Override
    public Optional<Mirror> mirror(String datasource) {
      return Optional.of(
          new Mirror(
              swapping ? "PAUSED" : "LIVE",
              generation,
              "",
              "",
              Optional.empty(),
              Optional.empty()));
    }

    @Override
    public boolean ready() {
      return true;
    }

    @Override
    public String createRole(AwsClients aws, String bucket) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void setSecret(String name, String value) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void deploy(List<SourceFile> files) {
      assertThat(files.toString()).contains("`status` Nullable(String)");
    }

    @Override
    public void resume(String datasource) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void resync(String datasource, boolean allowDeletes) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void lines(String sql, Consumer<Stream<String>> reader) {
      if (swapping) {
        throw new NoAnswerException("there is no column status", new IllegalStateException());
      }
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
