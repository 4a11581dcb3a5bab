package dev.nightjar.mirror.backfill;

import dev.nightjar.dynamodb.export.DataFileCursor;
import dev.nightjar.dynamodb.export.ExportCorruptException;
import dev.nightjar.dynamodb.failure.NotFoundException;
import dev.nightjar.mirror.batch.BatchBuffer;
import dev.nightjar.mirror.ledger.Batch;
import dev.nightjar.mirror.ledger.PositionUpdate;
import dev.nightjar.mirror.ledger.Probe;
import dev.nightjar.mirror.ledger.Source;
import dev.nightjar.mirror.state.FileStore;
import dev.nightjar.mirror.state.StoredFile;
import dev.nightjar.mirror.status.FailureReason;
import dev.nightjar.mirror.status.GapException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Loads data files, one after the other, each from its stored line on. A batch is a range of lines.
 * For one thread.
 */
final class FileLoader {
  private static final int CORRUPT_READS = 2;
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final Backfill backfill;
  private final PausedMerges merges;
  private BatchBuffer buffer;

  FileLoader(Backfill backfill, PausedMerges merges) {
    this.backfill = backfill;
    this.merges = merges;
    this.buffer = emptyBuffer();
  }

  /**
   * Loads a file, reading it once more if it is not what the manifest says.
   *
   * @throws GapException if it is not for the second time; the message names it
   */
  void load(int ordinal) throws InterruptedException {
    for (boolean waited = false; ; waited = true) {
      StoredFile file = backfill.files().one(mirrorId(), generation(), ordinal);
      if (file.loaded()) {
        return;
      }
      try {
        loadFrom(file);
        if (waited) {
          backfill.retries().recovered();
        }
        return;
      } catch (ExportCorruptException | NotFoundException e) {
        corrupt(file, e);
      } catch (UncheckedIOException e) {
        backfill.retries().retrying("spool", cannotSpool(e));
      }
      buffer.clear();
      backfill.sleeper().sleep(PAUSE);
    }
  }

  private static String cannotSpool(UncheckedIOException error) {
    IOException cause = error.getCause();
    String why =
        cause instanceof FileSystemException file && file.getReason() != null
            ? file.getReason()
            : cause.getMessage();
    return "An export file that is too large for memory cannot be kept in the folder `downloads` of"
        + " the data directory: "
        + why
        + ". Free space there, or let the server write to it. The file is then loaded by itself.";
  }

  private void corrupt(StoredFile file, RuntimeException cause) {
    backfill.files().corrupt(mirrorId(), generation(), file.ordinal());
    if (file.corruptReads() + 1 >= CORRUPT_READS) {
      throw new GapException(
          FailureReason.EXPORT_CORRUPT,
          "The export file s3://"
              + file.file().bucket()
              + "/"
              + file.file().key()
              + " was read twice and is not what the manifest says: "
              + cause.getMessage()
              + ".",
          cause);
    }
    backfill.retries().retrying("export_file", cause.getMessage());
  }

  private void loadFrom(StoredFile stored) throws InterruptedException {
    Source source = new Source.OfFile(generation(), stored.ordinal());
    for (Batch planned : backfill.ledger().planned(mirrorId(), source)) {
      settle(stored, planned);
    }
    StoredFile file = backfill.files().one(mirrorId(), generation(), stored.ordinal());
    try (DataFileCursor cursor = open(file, file.linesDone())) {
      while (cursor.next()) {
        buffer.add(cursor.change());
        if (buffer.full(backfill.memory().limits())) {
          flush(file, source, cursor.item() + 1);
        }
      }
      if (!buffer.isEmpty()) {
        flush(file, source, cursor.item() + 1);
      }
    }
    backfill.files().loaded(mirrorId(), generation(), file.ordinal());
    backfill.progress().file();
  }

  private DataFileCursor open(StoredFile file, long linesBefore) throws InterruptedException {
    long time = backfill.generation().boundary().orElseThrow().toEpochMilli();
    return backfill
        .calls()
        .call("export_file", () -> backfill.reader().open(file.file(), linesBefore, time));
  }

  /** Reads the lines of a batch again that was in flight when the server stopped. */
  private void settle(StoredFile file, Batch planned) throws InterruptedException {
    try (DataFileCursor cursor = open(file, Long.parseLong(planned.first()) - 1)) {
      while (buffer.changes() < planned.counts().changes() && cursor.next()) {
        buffer.add(cursor.change());
      }
    }
    backfill
        .inserter()
        .insertAgain(
            planned,
            backfill.mirror().schemaFingerprint(),
            buffer.rows(),
            buffer.quarantined(),
            position(file, planned, Long.parseLong(planned.last())),
            () -> everyRow(file, planned));
    done(planned);
  }

  private void flush(StoredFile file, Source source, long lastLine) throws InterruptedException {
    long firstLine = lastLine - buffer.changes() + 1;
    Batch batch =
        new Batch(
            mirrorId(),
            0,
            generation(),
            source,
            Long.toString(firstLine),
            Long.toString(lastLine),
            buffer.counts(),
            backfill.mirror().schemaFingerprint(),
            backfill.mirror().tableUuid(),
            buffer.probes(backfill.partitions()),
            token(file, firstLine, lastLine),
            0);
    backfill
        .inserter()
        .insert(
            batch,
            buffer.rows(),
            buffer.quarantined(),
            position(file, batch, lastLine),
            () -> everyRow(file, batch));
    done(batch);
  }

  private List<Probe> everyRow(StoredFile file, Batch batch) throws InterruptedException {
    BatchBuffer again = emptyBuffer();
    List<Probe> probes = new ArrayList<>();
    try (DataFileCursor cursor = open(file, Long.parseLong(batch.first()) - 1)) {
      for (long line = 0; line < batch.counts().changes() && cursor.next(); line++) {
        Probe probe = again.addAndProbe(cursor.change());
        if (probe.target() == Probe.Target.TABLE) {
          probes.add(probe);
        }
        again.clear();
      }
    }
    return probes;
  }

  private String token(StoredFile file, long firstLine, long lastLine) {
    return "%s %d %s %d-%d"
        .formatted(
            backfill.mirror().incarnation(), generation(), file.file().key(), firstLine, lastLine);
  }

  private PositionUpdate position(StoredFile file, Batch batch, long lastLine) {
    return FileStore.advance(
        mirrorId(),
        generation(),
        file.ordinal(),
        lastLine,
        buffer.bytes(),
        batch.counts().quarantined());
  }

  private void done(Batch batch) {
    merges.block();
    backfill
        .progress()
        .batch(batch.counts().changes(), buffer.bytes(), batch.counts().quarantined());
    buffer.clear();
    if (buffer.keepsTooMuchFor(backfill.memory().limits())) {
      buffer = emptyBuffer();
    }
  }

  private BatchBuffer emptyBuffer() {
    return new BatchBuffer(backfill.schema(), generation(), 0);
  }

  private String mirrorId() {
    return backfill.mirror().id();
  }

  private long generation() {
    return backfill.generation().number();
  }
}
