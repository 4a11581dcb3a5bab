package dev.nightjar.cli.demo;

import dev.nightjar.cli.Pause;
import dev.nightjar.cli.Terminal;
import dev.nightjar.cli.UserException;
import dev.nightjar.cli.api.ServerClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Follows a mirror from its start until it is live. */
final class Backfill {

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  private final ServerClient server;
  private final Terminal terminal;
  private final Instant begun = Instant.now();
  private Optional<Instant> loading = Optional.empty();

  /** To be made before the deployment that starts the mirror. */
  Backfill(ServerClient server, Terminal terminal) {
    this.server = server;
    this.terminal = terminal;
  }

  /** Waits and shows how far it is; answers how long the loading took, without the export. */
  Duration await() {
    MirrorView mirror;
    try (Progress export = Progress.start(terminal, "Export to S3", 0)) {
      mirror = look();
      while (!mirror.live() && !mirror.state().equals("LOADING")) {
        Pause.REAL.sleep(BETWEEN_LOOKS);
        mirror = look();
      }
      export.at(mirror.items(), mirror.items());
    }
    try (Progress load = Progress.start(terminal, "Load into ClickHouse", mirror.items())) {
      while (!mirror.live()) {
        load.at(mirror.itemsLoaded(), mirror.items());
        Pause.REAL.sleep(BETWEEN_LOOKS);
        mirror = look();
      }
      load.at(mirror.itemsLoaded(), mirror.items());
    }
    Instant live = mirror.since().orElseGet(Instant::now);
    return Duration.between(loading.orElse(begun), live);
  }

  private MirrorView look() {
    MirrorView mirror =
        MirrorView.ask(server, DemoProject.TABLE)
            .orElseThrow(
                () -> new UserException("The server has no mirror of flights; see its log."));
    if (mirror.failed()) {
      throw new UserException("The mirror of flights failed. " + mirror.explanation());
    }
    if (mirror.state().equals("LOADING")) {
      loading = mirror.since();
    }
    return mirror;
  }
}
