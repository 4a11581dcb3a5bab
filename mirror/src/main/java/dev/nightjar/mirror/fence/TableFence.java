package dev.nightjar.mirror.fence;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.ErrorSummary;
import dev.nightjar.clickhouse.OutcomeUnknownException;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.UnavailableException;
import dev.nightjar.dynamodb.failure.Sleeper;
import dev.nightjar.mirror.state.StoredMirror;
import dev.nightjar.mirror.status.FailureReason;
import dev.nightjar.mirror.status.MirrorFailedException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One mirror's claim on its table. It is made at each start, looked at again before an insert when
 * it has not been for a while, and renewed now and then while rows come in, so that its time tells
 * how old a restored ClickHouse is. The last one to claim a table is the one that writes into it;
 * whoever did before stops. Thread-safe.
 */
public final class TableFence {
  /** For this long a look at the comment holds: two servers never write longer side by side. */
  static final Duration LOOK_EVERY = Duration.ofSeconds(10);

  /** How exactly a claim tells when ClickHouse was last written to. */
  public static final Duration RENEW_EVERY = Duration.ofMinutes(30);

  private static final Logger LOG = LoggerFactory.getLogger(TableFence.class);

  private final ClaimStore claims;
  private final CommentedTable commented;
  private final RestartWatch restarts;
  private final TableName table;
  private final String mirrorId;
  private final String incarnation;
  private final Path directory;
  private final Clock clock;
  private final Sleeper sleeper;
  private final ReentrantLock lock = new ReentrantLock();
  private long epoch;
  private long generation;
  private Instant claimedAt = Instant.MIN;
  private Instant lookedAt = Instant.MIN;

  /**
   * A mirror's claim, which is not made yet.
   *
   * @param starts of ClickHouse, that the mirror has met
   * @param directory the server's data directory
   */
  public TableFence(
      ClickHouse clickHouse,
      ServerStarts starts,
      ClaimStore claims,
      StoredMirror mirror,
      Path directory,
      Clock clock,
      Sleeper sleeper) {
    this.claims = claims;
    this.commented = new CommentedTable(clickHouse, mirror.table());
    this.restarts = new RestartWatch(clickHouse, starts);
    this.table = mirror.table();
    this.mirrorId = mirror.id();
    this.incarnation = mirror.incarnation();
    this.directory = directory;
    this.clock = clock;
    this.sleeper = sleeper;
    this.generation = mirror.generation();
  }

  /**
   * Claims the table. Where the last claim was made at another place, whoever made it may be alive:
   * this waits until it must have seen that it lost the table.
   *
   * @param beforeItIsWritten is told what was found, and stores what follows from it: once the
   *     claim is written, nobody finds that again
   * @throws MirrorFailedException if the table is another server's, or another mirror's
   */
  public void claim(Consumer<Claimed> beforeItIsWritten) throws InterruptedException {
    lock.lock();
    try {
      TableComment found = commented.read();
      Optional<OwnerMark> mark = found.mark();
      mark.ifPresent(this::requireOwn);
      Optional<ClaimStore.Claim> stored = claims.find(mirrorId);
      beforeItIsWritten.accept(compare(mark, stored));
      epoch = next(mark, stored);
      generation = Math.max(generation, mark.map(OwnerMark::generation).orElse(0L));
      String place = Place.of(directory);
      // Before the newest batches are looked for: whatever happens after this is noticed.
      restarts.begin();
      write(found, place);
      if (mark.isPresent() && !mark.get().place().equals(place)) {
        LOG.warn(
            "mirror {}: the data directory was copied or moved since {} was claimed last; whoever"
                + " may still write from the other place is waited for",
            mirrorId,
            table);
        sleeper.sleep(LOOK_EVERY.multipliedBy(2));
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * One more than any, but for a claim that was stored and could not be written: that one is tried
   * again, for several that are missing look like a ClickHouse from before.
   */
  private long next(Optional<OwnerMark> mark, Optional<ClaimStore.Claim> stored) {
    long known = stored.map(ClaimStore.Claim::epoch).orElse(0L);
    long there = mark.map(OwnerMark::epoch).orElse(0L);
    return mark.isPresent() && known == there + 1 ? known : 1 + Math.max(there, known);
  }

  private void requireOwn(OwnerMark mark) {
    boolean here = mark.owner().equals(claims.owner());
    boolean ofAnother =
        here ? !mark.mirror().equals(incarnation) && claims.knows(mark.mirror()) : true;
    if (ofAnother) {
      throw new MirrorFailedException(
          FailureReason.CLICKHOUSE_TABLE_OWNED, Ownership.foreign(table, mark, here));
    }
  }

  private Claimed compare(Optional<OwnerMark> mark, Optional<ClaimStore.Claim> stored) {
    long known = stored.map(ClaimStore.Claim::epoch).orElse(0L);
    Optional<OwnerMark> own = mark.filter(found -> found.mirror().equals(incarnation));
    long there = own.map(OwnerMark::epoch).orElse(0L);
    if (there > known) {
      return new Claimed.StateIsOlder(own.get().generation(), own.get().at());
    }
    // One less: the server ended between storing a claim and writing it. None: a person took the
    // comment away, or it is a table of a version that wrote none.
    return own.isPresent() && there < known - 1
        ? new Claimed.ClickHouseIsOlder(own.get().at())
        : new Claimed.AsLeft();
  }

  /** Stored first: what is in the comment is always known. */
  private void write(TableComment found, String place) {
    Instant now = clock.instant();
    claims.save(mirrorId, new ClaimStore.Claim(epoch, now));
    commented.write(
        found.with(new OwnerMark(claims.owner(), incarnation, place, epoch, generation, now)));
    claimedAt = now;
    lookedAt = now;
  }

  /**
   * Notes that rows of a generation are about to come; before the first of them.
   *
   * @throws ClickHouseException if the comment cannot be written
   */
  public void generation(long number) {
    lock.lock();
    try {
      if (number > generation) {
        generation = number;
        TableComment found = commented.read();
        requireStillOwn(found);
        renew(found);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Looks whether the table is still this mirror's, unless that has just been done; whether
   * ClickHouse was started again, always where it may be without this process.
   *
   * @throws MirrorFailedException if somebody else has claimed it
   * @throws ClickHouseRestartedException if ClickHouse was started again since the claim, or
   *     another server answers for the first time; the mirror starts again, and looks for its
   *     newest batches
   * @throws UnavailableException if whose it is cannot be seen
   * @throws ClickHouseException if ClickHouse does not say when it was started
   */
  void beforeInsert() {
    if (restarts.mayCome()) {
      restarts.requireNone();
    }
    lock.lock();
    try {
      Instant now = clock.instant();
      if (passed(lookedAt, LOOK_EVERY, now)) {
        Optional<TableComment> found = commented.find();
        if (found.isEmpty()) {
          // The insert says better what that means.
          return;
        }
        requireStillOwn(found.get());
        if (!restarts.mayCome()) {
          restarts.requireNone();
        }
        lookedAt = now;
        if (passed(claimedAt, RENEW_EVERY, now)) {
          renew(found.get());
        }
      }
    } catch (ClickHouseException e) {
      throw new UnavailableException(
          "whose table " + table + " is cannot be seen: " + ErrorSummary.of(e), e);
    } finally {
      lock.unlock();
    }
  }

  /**
   * After an insert that ClickHouse has acknowledged, before it counts: one that came in after a
   * restart must be known to be newer than what that may have taken.
   *
   * @throws ClickHouseRestartedException if ClickHouse was started again since the claim
   * @throws OutcomeUnknownException if that cannot be seen
   */
  void afterInsert() {
    if (restarts.mayCome()) {
      try {
        Uninterrupted.run(restarts::requireNone);
      } catch (ClickHouseException e) {
        throw new OutcomeUnknownException(
            "whether ClickHouse has kept an insert cannot be seen: " + ErrorSummary.of(e), e);
      }
    }
  }

  /**
   * An insert has failed, or nobody knows what became of it: the next one looks at the table, where
   * others may have come to it meanwhile.
   */
  void insertFailed() {
    if (!restarts.mayCome()) {
      return;
    }
    lock.lock();
    try {
      lookedAt = Instant.MIN;
    } finally {
      lock.unlock();
    }
  }

  /** Notices restarts of ClickHouse while nothing is inserted. */
  public RestartWatch restarts() {
    return restarts;
  }

  /** Also when the clock was put back. */
  private static boolean passed(Instant since, Duration time, Instant now) {
    return since.equals(Instant.MIN) || now.isBefore(since) || !now.isBefore(since.plus(time));
  }

  private void renew(TableComment found) {
    boolean written = found.mark().map(mark -> mark.epoch() >= epoch).orElse(true);
    if (written) {
      epoch++;
    }
    write(found, Place.of(directory));
  }

  private void requireStillOwn(TableComment found) {
    found
        .mark()
        .filter(mark -> !mark.mirror().equals(incarnation) || mark.epoch() > epoch)
        .ifPresent(mark -> {
          throw new MirrorFailedException(
              FailureReason.CLICKHOUSE_TABLE_TAKEN,
              "The table "
                  + table
                  + " was claimed by another server at "
                  + mark.at()
                  + (mark.owner().equals(claims.owner())
                      ? ", one that works on a copy of this data directory"
                      : " (owner " + mark.owner() + ")")
                  + ": this one has stopped writing into it. Leave it so, or stop the other one and"
                  + " resume the mirror here.");
        });
  }
}
