package dev.nightjar.benchmarks.backfill;

import dev.nightjar.clickhouse.Insert;
import dev.nightjar.clickhouse.MergePause;
import dev.nightjar.clickhouse.block.NativeBlock;
import dev.nightjar.dynamodb.export.DataFile;
import dev.nightjar.dynamodb.export.DataFileCursor;
import dev.nightjar.dynamodb.export.DataFileReader;
import dev.nightjar.dynamodb.export.ObjectStore;
import dev.nightjar.mirror.batch.BatchBuffer;
import dev.nightjar.mirror.batch.BatchSettings;
import dev.nightjar.mirror.ledger.Source;
import dev.nightjar.mirror.row.MirroredSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The ceiling: the same rows as blocks that are ready before the clock starts, cut where the mirror
 * cuts them, inserted by as many writers with the same settings, without merges as the mirror's
 * first blocks are.
 */
final class BlocksContender implements Contender {
  private static final long EXPORT_TIME = 1_721_900_000_000L;
  private static final Source EXPORT = new Source.OfFile(1, 0);

  private final List<NativeBlock> blocks = new ArrayList<>();
  private final Loaders loaders;

  /** Reads and encodes everything. */
  BlocksContender(
      ExportFiles export, ObjectStore objects, Path folder, MirroredSchema schema, int parallel) {
    this.loaders = new Loaders(parallel);
    DataFileReader reader =
        new DataFileReader(objects, folder, () -> DataFileReader.DEFAULT_MEMORY_LIMIT);
    for (DataFile file : export.files()) {
      try (DataFileCursor cursor = reader.open(file, 0, EXPORT_TIME)) {
        encode(cursor, schema);
      }
    }
  }

  private void encode(DataFileCursor cursor, MirroredSchema schema) {
    BatchBuffer buffer = new BatchBuffer(schema, 1, 0);
    while (cursor.next()) {
      buffer.add(cursor.change());
      if (buffer.full(MirrorContender.limits())) {
        blocks.add(buffer.rows());
        buffer = new BatchBuffer(schema, 1, 0);
      }
    }
    if (!buffer.isEmpty()) {
      blocks.add(buffer.rows());
    }
  }

  @Override
  public String name() {
    return "native_ceiling";
  }

  @Override
  public void fill(Target target) {
    try (MergePause _ = target.clickHouse().pauseMerges(target.name())) {
      loaders.load(blocks, () -> block -> insert(target, block));
    }
  }

  private static void insert(Target target, NativeBlock block) {
    String token = UUID.randomUUID().toString();
    Insert insert = Insert.of(target.name(), block).token(token).id(token);
    for (Map.Entry<String, String> setting : BatchSettings.of(EXPORT).entrySet()) {
      insert = insert.setting(setting.getKey(), setting.getValue());
    }
    target.clickHouse().insert(insert);
  }

  /** Bytes of all blocks. */
  long bytes() {
    return blocks.stream().mapToLong(NativeBlock::bytes).sum();
  }
}
