package dev.nightjar.mirror.row;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What ClickHouse has in its tables when the rows of {@link TypedTable} are in them is what {@link
 * ReferenceTable} says: each value, and which row of a key is the newest. Longer: {@code
 * -Dtest=TypedColumnsInClickHouseTest -Dnightjar.fuzz.tables=200 -Dnightjar.fuzz.seed=1000}.
 */
@ExtendWith(EmbeddedEngine.class)
class TypedColumnsInClickHouseTest {
  private static final int ITEMS_OF_A_TABLE = 250;
  private static final int TABLES = Integer.getInteger("nightjar.fuzz.tables", 4);
  private static final long SEED = Long.getLong("nightjar.fuzz.seed", 11);

  /** A row that may be replaced by a newer one of its key. */
  private record Row(BigInteger version, String texts) {}

  static LongStream seeds() {
    return LongStream.range(SEED, SEED + TABLES);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void clickHouseReadsWhatTheReferenceSays(long seed, TestDatabase database) {
    TypedTable table = new TypedTable(new Random(seed));
    ReferenceTable reference = table.reference();
    MirroredRows mirrored = new MirroredRows(database, table.file(), table.keys());
    Map<String, Row> newest = new HashMap<>();
    List<String> quarantined = new ArrayList<>();
    for (int i = 0; i < ITEMS_OF_A_TABLE; i++) {
      ReferenceChange change = table.change();
      mirrored.encoder.append(
          change.received(), change.generation(), change.depth(), mirrored.rows, mirrored.misfits);
      ReferenceTable.Row row = reference.row(change);
      if (row.outcome() != Outcome.WITHHELD) {
        newest.merge(
            key(reference, row.values()),
            new Row(change.version(), texts(reference, row.values())),
            (one, other) -> other.version().compareTo(one.version()) >= 0 ? other : one);
      }
      row.quarantine().ifPresent(values -> quarantined.add(quarantine(values)));
    }

    mirrored.insert();

    assertSame(
        database.rows(
            "SELECT "
                + row(reference.columns(), "toString(_version)")
                + " FROM "
                + mirrored.table.name()),
        newest.values().stream().map(Row::texts).toList());
    assertSame(
        database.rows(
            "SELECT " + row(ReferenceTable.QUARANTINE) + " FROM " + mirrored.quarantine.name()),
        quarantined);
  }

  /** In any order; one row of both at a time, for they are long. */
  private static void assertSame(List<String> found, List<String> expected) {
    assertThat(found).as("rows").hasSameSizeAs(expected);
    List<String> inOrder = expected.stream().sorted().toList();
    Iterator<String> next = inOrder.iterator();
    found.stream().sorted().forEach(row -> assertThat(row).isEqualTo(next.next()));
  }

  private static String row(List<ReferenceColumn> columns, String... more) {
    return Stream.concat(
            columns.stream()
                .map(column ->
                    ReferenceText.expression(column.type(), Sql.identifier(column.name()))),
            Stream.of(more))
        .collect(Collectors.joining(", ", "arrayStringConcat([", "], ' ')"));
  }

  private static String texts(ReferenceTable reference, List<Object> values) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < reference.columns().size(); i++) {
      ReferenceColumn column = reference.columns().get(i);
      texts.add(ReferenceText.of(column.type(), stored(column, values.get(i))));
    }
    texts.add(values.getLast().toString());
    return String.join(" ", texts);
  }

  /** ClickHouse fills in the DEFAULT. */
  private static Object stored(ReferenceColumn column, Object value) {
    boolean filledIn = value == null && !column.type().nullable();
    return filledIn ? column.defaultValue().orElseThrow().value(column.type()) : value;
  }

  private static String key(ReferenceTable reference, List<Object> values) {
    StringBuilder key = new StringBuilder();
    for (int i = 0; i < reference.columns().size(); i++) {
      ReferenceColumn column = reference.columns().get(i);
      if (column.key()) {
        key.append(ReferenceText.of(column.type(), values.get(i))).append(' ');
      }
    }
    return key.toString();
  }

  private static String quarantine(List<Object> values) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      texts.add(ReferenceText.of(ReferenceTable.QUARANTINE.get(i).type(), values.get(i)));
    }
    return String.join(" ", texts);
  }
}
