package dev.nightjar.mirror.batch;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.Insert;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.UnavailableException;
import dev.nightjar.clickhouse.block.NativeBlock;
import dev.nightjar.dynamodb.failure.Backoff;
import dev.nightjar.dynamodb.failure.Sleeper;
import dev.nightjar.mirror.ledger.Batch;
import dev.nightjar.mirror.ledger.Ledger;
import dev.nightjar.mirror.ledger.PositionUpdate;
import dev.nightjar.mirror.ledger.Probe;
import dev.nightjar.mirror.status.LogContext;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Brings batches into the table, each exactly once: written down first, then inserted, then marked
 * done. As long as nobody knows whether an insert took effect, it is repeated under its token, and
 * then the table is probed: ClickHouse may remember a token whose part never came to be.
 *
 * <p>Thread-safe; a source has one batch in flight.
 */
public final class BatchInserter {
  /**
   * So many tokens that nobody knew before are acknowledged one after the other, and the rows are
   * not there: that is no remembered token any more.
   */
  private static final int MOST_UNFOUND = 3;

  /**
   * So many tokens are acknowledged one after the other, and the quarantined rows are not there:
   * crashes alone do not leave so many behind.
   */
  private static final int MOST_QUARANTINE_TOKENS = 16;

  private final ClickHouse clickHouse;
  private final Ledger ledger;
  private final Prober prober;
  private final TableName table;
  private final TableName quarantine;
  private final Retries retries;
  private final Sleeper sleeper;
  private final InsertWatch watch;

  /** An inserter for one mirror, at which nobody looks. */
  public BatchInserter(
      ClickHouse clickHouse,
      Ledger ledger,
      Prober prober,
      TableName table,
      TableName quarantine,
      Retries retries,
      Sleeper sleeper) {
    this(clickHouse, ledger, prober, table, quarantine, retries, sleeper, new InsertWatch());
  }

  /**
   * An inserter for one mirror.
   *
   * @param watch what can be seen of its inserts
   */
  public BatchInserter(
      ClickHouse clickHouse,
      Ledger ledger,
      Prober prober,
      TableName table,
      TableName quarantine,
      Retries retries,
      Sleeper sleeper,
      InsertWatch watch) {
    this.clickHouse = clickHouse;
    this.ledger = ledger;
    this.prober = prober;
    this.table = table;
    this.quarantine = quarantine;
    this.retries = retries;
    this.sleeper = sleeper;
    this.watch = watch;
  }

  /**
   * Writes a batch down, inserts it and marks it done with its source's new position.
   *
   * @param rows the rows for the table; not used if the batch has none
   * @param quarantined the rows for the quarantine table, likewise
   * @throws BatchRefusedException if ClickHouse will never take it; it stays in flight
   * @throws InterruptedException if the thread is told to stop while it waits; it stays in flight
   */
  public void insert(
      Batch batch, NativeBlock rows, NativeBlock quarantined, PositionUpdate position)
      throws InterruptedException {
    insert(batch, rows, quarantined, position, EveryRow.UNKNOWN);
  }

  /**
   * The same for a batch whose rows others may supersede before it is known to have arrived.
   *
   * @param everyRow names its rows
   */
  public void insert(
      Batch batch,
      NativeBlock rows,
      NativeBlock quarantined,
      PositionUpdate position,
      EveryRow everyRow)
      throws InterruptedException {
    Batch planned = ledger.plan(batch);
    watch.begun();
    try (var _ = LogContext.BATCH.during(planned.token())) {
      arrive(planned, rows, quarantined, quarantineToken(planned), false, position, everyRow);
    } finally {
      watch.ended();
    }
  }

  /**
   * Inserts a batch again that was found in flight, from a range that was read again, and marks it
   * done. If the schema makes other rows of it now than it did then, its token, which stands for
   * those, is not used again: it arrived under it or goes in under another.
   *
   * @param fingerprint of the schema that encoded the rows now
   */
  public void insertAgain(
      Batch planned,
      String fingerprint,
      NativeBlock rows,
      NativeBlock quarantined,
      PositionUpdate position)
      throws InterruptedException {
    insertAgain(planned, fingerprint, rows, quarantined, position, EveryRow.UNKNOWN);
  }

  /**
   * The same for a batch whose rows others may have superseded.
   *
   * @param everyRow names its rows
   */
  public void insertAgain(
      Batch planned,
      String fingerprint,
      NativeBlock rows,
      NativeBlock quarantined,
      PositionUpdate position,
      EveryRow everyRow)
      throws InterruptedException {
    watch.begun();
    try (var _ = LogContext.BATCH.during(planned.token())) {
      Batch batch = planned;
      String quarantineToken = quarantineToken(planned);
      if (!batch.schemaFingerprint().equals(fingerprint)) {
        if (settleUnread(batch, position)) {
          return;
        }
        batch = batch.withFreshToken();
        ledger.retoken(batch);
        quarantineToken += " " + fingerprint;
      }
      arrive(batch, rows, quarantined, quarantineToken, true, position, everyRow);
    } finally {
      watch.ended();
    }
  }

  /**
   * For a batch in flight whose range cannot be read any more: marks it done if all of it is in the
   * table.
   *
   * @return false if it is not: then its changes are lost
   */
  public boolean settleUnread(Batch planned, PositionUpdate position) throws InterruptedException {
    Attempts attempts = new Attempts(retries, sleeper);
    while (true) {
      try {
        awaitEnd(planned.token());
        boolean all = prober.holdsAll(planned.probes(), hiding(planned));
        if (all) {
          ledger.done(planned, position);
        }
        return all;
      } catch (ClickHouseException e) {
        attempts.failed("probe", e);
      }
    }
  }

  /** The rows of the other batches in flight, as far as they may hide that this one was lost. */
  private RowsInFlight hiding(Batch planned) {
    return prober.hiding(
        ledger.planned(planned.mirrorId()).stream()
            .filter(other -> other.number() != planned.number())
            .toList());
  }

  /**
   * How many of these changes, from the first on, are in the table already.
   *
   * @param probes of changes of one source, in its order
   */
  public int alreadyThere(List<Probe> probes) throws InterruptedException {
    List<Probe> rows =
        probes.stream().filter(probe -> probe.target() == Probe.Target.TABLE).toList();
    List<BigInteger> withheld =
        probes.stream()
            .filter(probe -> probe.target() == Probe.Target.QUARANTINE)
            .map(Probe::version)
            .toList();
    Attempts attempts = new Attempts(retries, sleeper);
    while (true) {
      try {
        Set<Integer> held = prober.held(rows, false);
        Set<BigInteger> quarantined = prober.quarantined(withheld);
        attempts.succeeded();
        int row = 0;
        for (int i = 0; i < probes.size(); i++) {
          boolean there =
              probes.get(i).target() == Probe.Target.TABLE
                  ? held.contains(row++)
                  : quarantined.contains(probes.get(i).version());
          if (!there) {
            return i;
          }
        }
        return probes.size();
      } catch (ClickHouseException e) {
        attempts.failed("probe", e);
      }
    }
  }

  private void arrive(
      Batch planned,
      NativeBlock rows,
      NativeBlock quarantined,
      String quarantineToken,
      boolean again,
      PositionUpdate position,
      EveryRow everyRow)
      throws InterruptedException {
    Batch batch = planned;
    if (batch.counts().rows() > 0) {
      batch = arriveRows(batch, rows, again, everyRow);
    }
    if (batch.counts().quarantined() > 0) {
      arriveQuarantined(batch, quarantined, quarantineToken, again);
    }
    ledger.done(batch, position);
  }

  /** The same, however often the rows for the table have had to take another token. */
  private static String quarantineToken(Batch planned) {
    return planned.firstToken() + " quarantine";
  }

  private Batch arriveRows(Batch planned, NativeBlock rows, boolean again, EveryRow everyRow)
      throws InterruptedException {
    Attempts attempts = new Attempts(retries, sleeper);
    Batch batch = planned;
    boolean doubt = again;
    boolean unknownToken = false;
    int unfound = 0;
    while (true) {
      try {
        if (doubt) {
          awaitEnd(batch.token());
        }
        insert(table, rows, batch.token(), BatchSettings.of(batch.source()));
        if (!doubt || prober.arrived(batch.probes()) || isSuperseded(batch, everyRow)) {
          attempts.succeeded();
          return batch;
        }
        if (unknownToken) {
          unfound++;
          if (unfound == MOST_UNFOUND) {
            throw BatchRefusedException.unfound(table.toString(), unfound);
          }
          attempts.unfound();
        }
        // The token is remembered and its part is not there: only another token brings it in.
        batch = batch.withFreshToken();
        ledger.retoken(batch);
        unknownToken = true;
      } catch (UnavailableException e) {
        attempts.failed("insert", e);
      } catch (ClickHouseException e) {
        BatchRefusedException.check(table.toString(), e);
        doubt = true;
        unknownToken = false;
        attempts.failed("insert", e);
      }
    }
  }

  /**
   * Whether each of a batch's rows has a newer one of its key beside it: then all of it arrived and
   * was merged away, or nothing of it is needed any more.
   */
  private boolean isSuperseded(Batch batch, EveryRow everyRow) throws InterruptedException {
    List<Probe> samples =
        batch.probes().stream().filter(probe -> probe.target() == Probe.Target.TABLE).toList();
    if (prober.held(samples, false).size() < samples.size()) {
      return false;
    }
    List<Probe> all = everyRow.probes();
    return !all.isEmpty() && prober.held(all, false).size() == all.size();
  }

  /**
   * No view hangs on the quarantine table, so that what is there need not be inserted again. A
   * token that is remembered without its part is followed by the next one. Which that is does not
   * depend on the process: after a crash its successor comes upon what still runs under any of
   * them.
   *
   * @param firstToken made of what these rows are made of
   */
  private void arriveQuarantined(Batch batch, NativeBlock rows, String firstToken, boolean again)
      throws InterruptedException {
    Attempts attempts = new Attempts(retries, sleeper);
    String token = firstToken;
    boolean doubt = again;
    int unfound = 0;
    while (true) {
      try {
        if (doubt) {
          awaitEnd(token);
        }
        if (!doubt || !holds(batch, Probe.Target.QUARANTINE)) {
          insert(quarantine, rows, token, BatchSettings.ofChanges());
        }
        if (!doubt || holds(batch, Probe.Target.QUARANTINE)) {
          attempts.succeeded();
          return;
        }
        unfound++;
        if (unfound == MOST_QUARANTINE_TOKENS) {
          throw BatchRefusedException.unfound(quarantine.toString(), unfound);
        }
        if (unfound > 1) {
          attempts.unfound();
        }
        token = firstToken + "#" + unfound;
      } catch (UnavailableException e) {
        attempts.failed("insert", e);
      } catch (ClickHouseException e) {
        BatchRefusedException.check(quarantine.toString(), e);
        doubt = true;
        attempts.failed("insert", e);
      }
    }
  }

  private boolean holds(Batch batch, Probe.Target target) {
    return prober.holdsAll(
        batch.probes().stream().filter(probe -> probe.target() == target).toList());
  }

  private void insert(
      TableName target, NativeBlock rows, String token, Map<String, String> settings) {
    Insert insert = Insert.of(target, rows).token(token).id(token);
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      insert = insert.setting(setting.getKey(), setting.getValue());
    }
    watch.inserted(rows.rows(), rows.bytes(), clickHouse.insert(insert).elapsed());
  }

  private void awaitEnd(String queryId) throws InterruptedException {
    Backoff pause = new Backoff(Duration.ofMillis(20), Duration.ofSeconds(1), sleeper.jitter());
    while (clickHouse.isRunning(queryId)) {
      sleeper.sleep(pause.next());
    }
  }
}
