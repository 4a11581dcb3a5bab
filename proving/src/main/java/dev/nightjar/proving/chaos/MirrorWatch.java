package dev.nightjar.proving.chaos;

import dev.nightjar.proving.chaos.ServerPort.Mirror;
import dev.nightjar.proving.chaos.ServerPort.NoAnswerException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** What the server said last of the mirror of this round. Thread-safe. */
final class MirrorWatch {

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  /** How old an answer may be that tells the phase of a process that is about to die. */
  private static final Duration FRESH = Duration.ofSeconds(2);

  private record Look(String datasource, Mirror mirror, Instant at) {}

  private final ServerPort server;
  private final Consumer<String> progress;
  private volatile String datasource = "";
  private volatile Listener listener = _ -> {};
  private volatile Optional<Look> last = Optional.empty();
  private volatile Optional<Instant> boundary = Optional.empty();
  private volatile String trouble = "none";

  MirrorWatch(ServerPort server, Consumer<String> progress) {
    this.server = server;
    this.progress = progress;
  }

  /** Is told at each look. */
  @FunctionalInterface
  interface Listener {
    /** What state the mirror is in. */
    void isIn(String state) throws InterruptedException;
  }

  /** From now on this mirror is looked at. */
  void follow(String name, Listener told) {
    datasource = name;
    listener = told;
    last = Optional.empty();
    boundary = Optional.empty();
  }

  /** Looks once, and rests a little. */
  void next() throws InterruptedException {
    look();
    Thread.sleep(BETWEEN_LOOKS);
  }

  /** The mirror's state, or STARTING where the server said nothing of late. */
  String phase() {
    return last.filter(look -> look.at().isAfter(Instant.now().minus(FRESH)))
        .map(look -> look.mirror().state())
        .orElse("STARTING");
  }

  /** What the server said last, and why it said nothing when it did not, in words. */
  String said() {
    return last.map(look -> look.mirror() + " at " + look.at()).orElse("nothing")
        + " (last trouble: "
        + trouble
        + ")";
  }

  /**
   * From when on changes come from the stream; a mirror that has healed does not say it again, and
   * of one that goes on in the place of another, it is the other's.
   */
  Optional<Instant> boundary() {
    return boundary;
  }

  /** What the server said last, however long ago. */
  Optional<Mirror> mirror() {
    return last.map(Look::mirror);
  }

  /** Before when the server has said last that it has everything. */
  Instant caughtUpAt() {
    return mirror().flatMap(Mirror::caughtUpAt).orElse(Instant.EPOCH);
  }

  private void look() throws InterruptedException {
    String name = datasource;
    if (name.isEmpty()) {
      return;
    }
    try {
      Optional<Mirror> now = server.mirror(name);
      if (name.equals(datasource)) {
        tellWhenItChanged(now);
        boundary = boundary.or(() -> now.flatMap(Mirror::boundary));
        last = now.map(mirror -> new Look(name, mirror, Instant.now()));
        if (now.isPresent()) {
          listener.isIn(now.get().state());
        }
      }
    } catch (NoAnswerException e) {
      // The server is dead or starts: what it said last grows old by itself.
      trouble = e.getMessage();
    }
  }

  private void tellWhenItChanged(Optional<Mirror> now) {
    String before = last.map(look -> look.mirror().state()).orElse("");
    now.filter(mirror -> !mirror.state().equals(before))
        .ifPresent(mirror ->
            progress.accept(
                datasource + " is " + (mirror.state() + " " + mirror.explanation()).strip()));
  }
}
