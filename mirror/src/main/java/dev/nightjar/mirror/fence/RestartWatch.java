package dev.nightjar.mirror.fence;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ClickHouseException;
import java.util.Optional;

/**
 * Notices in one run of a mirror that ClickHouse was started again. Once it has, whoever asks in
 * this run is told: what is inserted before the mirror has looked for its newest batches must not
 * count as done, for it would look like proof of what was lost. Thread-safe.
 */
public final class RestartWatch {
  private final ClickHouse clickHouse;
  private final AnsweringServer server;
  private final ServerStarts starts;
  private volatile boolean mayCome;
  private boolean restarted;

  RestartWatch(ClickHouse clickHouse, ServerStarts starts) {
    this.clickHouse = clickHouse;
    this.server = new AnsweringServer(clickHouse);
    this.starts = starts;
  }

  /** Whether ClickHouse may be started again while this process runs; no, before the run begins. */
  public boolean mayCome() {
    return mayCome;
  }

  /** Takes the server that answers for the one that the run began with. */
  void begin() {
    mayCome = clickHouse.restartsByItself();
    Optional<ServerStart> start = server.start();
    synchronized (this) {
      start.ifPresent(starts::meets);
      restarted = false;
    }
  }

  /**
   * Asks ClickHouse.
   *
   * @throws ClickHouseRestartedException if it was started again since the run began, or another
   *     server answers for the first time
   * @throws ClickHouseException if it does not answer
   */
  public void requireNone() {
    require(server.start());
  }

  /** An answer of before may come late; it is one of a run that is over. */
  private synchronized void require(Optional<ServerStart> start) {
    restarted |= start.map(starts::meets).orElse(false);
    if (restarted) {
      throw new ClickHouseRestartedException();
    }
  }
}
