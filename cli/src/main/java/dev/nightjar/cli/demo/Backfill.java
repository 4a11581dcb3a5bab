package dev.nightjar.cli.demo;

import dev.nightjar.cli.Pause;
import dev.nightjar.cli.Terminal;
import dev.nightjar.cli.UserException;
import dev.nightjar.cli.api.ServerClient;
import java.time.Duration;

/** Follows a mirror from its start until it is live. */
final class Backfill {

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  private final ServerClient server;
  private final Terminal terminal;

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
    return Duration.between(
        mirror.startedLoading().orElseThrow(Backfill::untold),
        mirror.finishedLoading().orElseThrow(Backfill::untold));
  }

  private static UserException untold() {
    return new UserException("The server does not say how long the loading took.");
  }

  private MirrorView look() {
    MirrorView mirror =
        MirrorView.ask(server, DemoProject.TABLE)
            .orElseThrow(
                () -> new UserException("The server has no mirror of flights; see its log."));
    if (mirror.failed()) {
      throw new UserException("The mirror of flights failed. " + mirror.explanation());
    }
    return mirror;
  }
}
