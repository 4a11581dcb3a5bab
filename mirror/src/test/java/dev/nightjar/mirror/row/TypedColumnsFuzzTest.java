package dev.nightjar.mirror.row;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.block.BlockBuilder;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The rows of changes beside {@link ReferenceTable}, byte for byte: made-up tables with columns of
 * all types, and changes whose values mostly fit. Longer: {@code -Dtest=TypedColumnsFuzzTest
 * -Dnightjar.fuzz.items=1000000 -Dnightjar.fuzz.seed=2}.
 */
class TypedColumnsFuzzTest {
  private static final int ITEMS = Integer.getInteger("nightjar.fuzz.items", 2_000);
  private static final long SEED = Long.getLong("nightjar.fuzz.seed", 1);
  private static final int ITEMS_OF_A_TABLE = 100;

  private final Random random = new Random(SEED);

  private final int[] outcomes = new int[Outcome.values().length];

  @Test
  void rowsAndQuarantineAreTheBytesOfTheReference() {
    for (int done = 0; done < ITEMS; done += ITEMS_OF_A_TABLE) {
      compare(new TypedTable(random));
    }

    for (int count : outcomes) {
      assertThat(count).as("rows of each outcome").isGreaterThan(ITEMS / 50);
    }
  }

  private void compare(TypedTable table) {
    ReferenceTable reference = table.reference();
    RowEncoder encoder = encoder(table);
    BlockBuilder rows = encoder.rows();
    BlockBuilder misfits = encoder.quarantine();
    List<ReferenceChange> changes = new ArrayList<>();
    List<List<Object>> expectedRows = new ArrayList<>();
    List<List<Object>> expectedMisfits = new ArrayList<>();
    for (int i = 0; i < ITEMS_OF_A_TABLE; i++) {
      ReferenceChange change = table.change();
      ReferenceTable.Row row = reference.row(change);
      changes.add(change);
      Outcome outcome = append(encoder, change, rows, misfits);
      assertThat(outcome).as(() -> told(reference, change) + "\n" + row).isEqualTo(row.outcome());
      outcomes[outcome.ordinal()]++;
      if (outcome != Outcome.WITHHELD) {
        expectedRows.add(row.values());
      }
      if (row.quarantine().isPresent()) {
        expectedMisfits.add(row.quarantine().get());
        assertThat(encoder.lastQuarantinedDigest()).isEqualTo(md5(change.quarantined()));
      }
    }
    byte[] block = ReferenceNative.block(reference.block(expectedRows), expectedRows.size());
    byte[] quarantine =
        ReferenceNative.block(
            ReferenceTable.quarantineBlock(expectedMisfits), expectedMisfits.size());
    if (!Arrays.equals(bytes(rows), block) || !Arrays.equals(bytes(misfits), quarantine)) {
      changes.forEach(change -> assertSame(encoder(table), reference, change));
      throw new AssertionError("one by one the rows are those of the reference, seed " + SEED);
    }
    assertThat(rows.finish().bytes()).isEqualTo(block.length);
  }

  private static String told(ReferenceTable reference, ReferenceChange change) {
    return "seed %d: %s\n%s".formatted(SEED, reference.columns(), change.text());
  }

  /** Says which column of which change is another one. */
  private static void assertSame(
      RowEncoder encoder, ReferenceTable reference, ReferenceChange change) {
    BlockBuilder rows = encoder.rows();
    BlockBuilder misfits = encoder.quarantine();
    append(encoder, change, rows, misfits);
    ReferenceTable.Row row = reference.row(change);
    if (row.outcome() != Outcome.WITHHELD) {
      assertSame(reference.block(List.of(row.values())), bytes(rows), change);
    }
    row.quarantine()
        .ifPresent(expected ->
            assertSame(ReferenceTable.quarantineBlock(List.of(expected)), bytes(misfits), change));
  }

  private static void assertSame(
      List<ReferenceNative.Values> columns, byte[] block, ReferenceChange change) {
    int at = 2;
    for (ReferenceNative.Values column : columns) {
      byte[] expected = ReferenceNative.column(column);
      byte[] found = Arrays.copyOfRange(block, at, Math.min(block.length, at + expected.length));
      assertThat(HexFormat.of().formatHex(found))
          .as(() -> "seed %d: %s\nof %s".formatted(SEED, column, change.text()))
          .isEqualTo(HexFormat.of().formatHex(expected));
      at += expected.length;
    }
    assertThat(block).hasSize(at);
  }

  private static String md5(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("MD5").digest(ReferenceNative.utf8(text));
      return HexFormat.of().withUpperCase().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static RowEncoder encoder(TypedTable table) {
    return switch (MirroredSchema.of(table.file().build(), table.keys())) {
      case SchemaReading.Compiled compiled -> RowEncoder.of(compiled.schema());
      case SchemaReading.Refused refused -> throw new AssertionError(refused.problems());
    };
  }

  private static Outcome append(
      RowEncoder encoder, ReferenceChange change, BlockBuilder rows, BlockBuilder misfits) {
    return encoder.append(change.received(), change.generation(), change.depth(), rows, misfits);
  }

  private static byte[] bytes(BlockBuilder builder) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    builder.finish().writeTo(block::write);
    return block.toByteArray();
  }
}
