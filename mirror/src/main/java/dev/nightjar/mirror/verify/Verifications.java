package dev.nightjar.mirror.verify;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.ErrorSummary;
import dev.nightjar.mirror.MirrorsOptions;
import dev.nightjar.mirror.row.MirroredSchema;
import dev.nightjar.mirror.run.Stores;
import dev.nightjar.mirror.state.StoredMirror;
import dev.nightjar.mirror.status.LastVerification;
import dev.nightjar.mirror.status.MirrorStatus;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The verifications of a server's mirrors: at most one of a mirror at a time, and the newest of
 * each since the start. Thread-safe.
 */
public final class Verifications {
  private static final Logger LOG = LoggerFactory.getLogger(Verifications.class);

  private final MirrorsOptions options;
  private final Stores stores;
  private final Map<String, RunningVerification> newest = new ConcurrentHashMap<>();

  /** None yet. */
  public Verifications(MirrorsOptions options, Stores stores) {
    this.options = options;
    this.stores = stores;
  }

  /**
   * Drops the tables of a verification that ended with its server, unless one is running by now.
   * Where ClickHouse is away, they stay until the next verification of the mirror.
   */
  public void dropLeftovers(StoredMirror mirror, MirroredSchema schema) {
    newest.computeIfAbsent(
        mirror.id(),
        id -> {
          Scratch scratch = new Scratch(options.clickHouse(), mirror.table(), schema);
          try {
            if (scratch.exists()) {
              scratch.close();
            }
          } catch (ClickHouseException e) {
            LOG.warn(
                "the tables of an interrupted verification of mirror {} stay for now: {}",
                id,
                ErrorSummary.of(e));
          }
          return null;
        });
  }

  /**
   * Begins one.
   *
   * @param status the mirror's, as it is when asked
   * @param onDone told what it found when it came to its end
   * @throws VerificationFailedException if one is running for the mirror, or it is not LIVE
   */
  public VerificationStatus start(
      StoredMirror mirror,
      MirroredSchema schema,
      VerificationWish wish,
      Supplier<Optional<MirrorStatus>> status,
      Consumer<LastVerification> onDone) {
    Verification.requireLive(status.get());
    RunningVerification running =
        newest.compute(
            mirror.id(),
            (_, before) -> {
              if (before != null && before.running()) {
                throw new VerificationFailedException(
                    VerificationFailedException.RUNNING,
                    "The mirror of "
                        + mirror.datasource()
                        + " is being verified already. Wait for the end, or cancel it.");
              }
              return begin(mirror, schema, wish, status, onDone);
            });
    return running.status();
  }

  private RunningVerification begin(
      StoredMirror mirror,
      MirroredSchema schema,
      VerificationWish wish,
      Supplier<Optional<MirrorStatus>> status,
      Consumer<LastVerification> onDone) {
    Tracker tracker = new Tracker();
    Verification verification =
        new Verification(options, stores, mirror, schema, wish, status, tracker);
    RunningVerification running =
        new RunningVerification(
            mirror.id(), mirror.tableArn(), options.clock(), tracker, verification::run, onDone);
    running.start();
    return running;
  }

  /** The running or the newest verification of a mirror. */
  public Optional<VerificationStatus> status(String mirrorId) {
    return Optional.ofNullable(newest.get(mirrorId)).map(RunningVerification::status);
  }

  /**
   * Stops the running verification of a mirror, if there is one, and waits until it has stopped.
   */
  public void cancel(String mirrorId) {
    Optional.ofNullable(newest.get(mirrorId)).ifPresent(RunningVerification::cancel);
  }

  /** Stops the running verification of a mirror that is dropped, and forgets it. */
  public void forget(String mirrorId) {
    cancel(mirrorId);
    newest.remove(mirrorId);
  }

  /** Stops all of them. */
  public void close() {
    newest.values().forEach(RunningVerification::cancel);
  }
}
