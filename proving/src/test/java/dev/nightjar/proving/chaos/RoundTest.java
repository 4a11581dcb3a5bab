package dev.nightjar.proving.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.project.SourceFile;
import dev.nightjar.proving.flights.AwsClients;
import java.time.Duration;
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

    @Override
    public Optional<Mirror> mirror(String datasource) {
      return Optional.of(
          new Mirror("LIVE", generation, "", "", Optional.empty(), Optional.empty()));
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
      throw new UnsupportedOperationException();
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
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
