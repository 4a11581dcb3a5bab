package dev.nightjar.mirror.healing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.dynamodb.table.KeyAttribute;
import dev.nightjar.dynamodb.table.KeyAttribute.Role;
import dev.nightjar.dynamodb.table.KeyAttribute.ScalarType;
import dev.nightjar.mirror.FaultyClickHouse;
import dev.nightjar.mirror.ledger.Batch;
import dev.nightjar.mirror.ledger.Source;
import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.mirror.status.MirrorFailedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What was deleted in a gap is deleted by the healing, and nothing else. */
@ExtendWith(EmbeddedEngine.class)
class TombstonesTest {
  static final List<KeyAttribute> KEYS = List.of(new KeyAttribute("pk", Role.HASH, ScalarType.S));

  static final String FILE =
      """
      SCHEMA >
          `pk` String `json:$.Item.pk`,
          `note` String `json:$.Item.note`,
          `_event_name` LowCardinality(String) `json:$.eventName`

      ENGINE "ReplacingMergeTree"
      ENGINE_SORTING_KEY pk
      """;

  private static final Source TOMBSTONES = new Source.OfTombstones(2);

  @TempDir Path directory;
  private TestDatabase database;
  private StateDatabase state;
  private GappedTable table;

  @BeforeEach
  void open(TestDatabase database, TestInfo test) {
    this.database = database;
    String name = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
    state = StateDatabase.open(directory);
    table = GappedTable.create(database, name, FILE, KEYS, state);
  }

  @AfterEach
  void close() {
    state.close();
  }

  @Test
  void itemsThatTheNewExportLacksAreDeleted() throws Exception {
    table.export(1, items("a", "b", "c", "d"));
    table.record(1, 900, "REMOVE", "\"Keys\":{\"pk\":{\"S\":\"d\"}}");
    table.export(2, items("b"));
    table.record(2, 950, "INSERT", images("c", "again"));

    assertThat(table.heal()).isEqualTo(1);

    assertThat(
            table.text(
                "SELECT groupArray((pk, note)) FROM (SELECT * FROM TABLE FINAL ORDER BY pk)"))
        .isEqualTo("[('b','of b'),('c','again')]");
    assertThat(
            table.text(
                "SELECT pk, note, _record, _old_record, _timestamp, _event_name, _is_deleted,"
                    + " _version = bitShiftLeft(toUInt256(2), 192) FROM TABLE"
                    + " WHERE _event_name = 'REMOVE' AND pk = 'a'"))
        .isEqualTo(
            "a\tof a\t\t{\"note\":\"of a\",\"pk\":\"a\"}\t2026-03-01 11:58:00.000\tREMOVE\t1\t1");
    assertThat(table.removes()).isEqualTo("2\t2");
    assertThat(table.probes()).isEqualTo("1 of 1");
  }

  @Test
  void theSecondTimeNothingIsLeftToDo() throws Exception {
    table.export(1, items("a", "b"));
    table.export(2, items("b"));

    assertThat(table.heal()).isEqualTo(1);
    assertThat(table.heal()).isEqualTo(1);

    assertThat(table.removes()).isEqualTo("1\t1");
  }

  @Test
  void whereNothingWasDeletedNothingIsWritten() throws Exception {
    table.export(1, items("a", "b"));
    table.export(2, items("a", "b"));

    assertThat(table.heal()).isZero();

    assertThat(table.text("SELECT count() FROM TABLE FINAL")).isEqualTo("2");
    assertThat(table.ledger().recent(table.stored().id(), TOMBSTONES)).isEmpty();
  }

  @Test
  void anEmptyTableAfterTheGapEmptiesTheMirror() throws Exception {
    table.export(1, numbered(0, 50));

    assertThat(table.heal()).isEqualTo(50);

    assertThat(table.text("SELECT count() FROM TABLE FINAL")).isEqualTo("0");
  }

  @Test
  void whatTheStreamSaysLaterWins() throws Exception {
    table.export(1, items("a", "b"));
    table.heal();

    table.record(2, 950, "INSERT", images("a", "again"));

    assertThat(table.text("SELECT groupArray((pk, note)) FROM TABLE FINAL"))
        .isEqualTo("[('a','again')]");
  }

  @Test
  void tooManyDeletesAreAskedForFirst() throws Exception {
    table.export(1, numbered(0, 1000));
    table.export(2, numbered(0, 600));

    assertThatThrownBy(() -> heal(DeleteLimit.STANDARD))
        .isInstanceOf(MirrorFailedException.class)
        .hasMessage(
            "400 of the 1,000 items that are mirrored are not in the new export of arn:aws:dynamodb:eu-west-1:123456789012:table/orders: healing would delete 40 %, and asks above 30 %. Nothing was deleted. If they were deleted from the DynamoDB table, run `nightjar resync toomanydeletesareaskedforfirst --allow-deletes`; if not, see what became of that table first.")
        .satisfies(failure ->
            assertThat(((MirrorFailedException) failure).reason())
                .isEqualTo("healing_deletes_too_much"));
    assertThat(table.text("SELECT count() FROM TABLE FINAL")).isEqualTo("1000");
    assertThat(staging()).isEqualTo("0");

    assertThat(heal(new DeleteLimit(40))).isEqualTo(400);
    assertThat(table.text("SELECT count() FROM TABLE FINAL")).isEqualTo("600");
  }

  @Test
  void manyDeletesComeInBatchesOfTheLimitsSize(TestDatabase database) throws Exception {
    table.export(1, numbered(0, 20_000));

    assertThat(table.heal(database.clickHouse(), DeleteLimit.NONE, 3_000)).isEqualTo(20_000);

    assertThat(table.text("SELECT count() FROM TABLE FINAL")).isEqualTo("0");
    assertThat(table.removes()).isEqualTo("20000\t20000");
    assertThat(
            table.ledger().recent(table.stored().id(), TOMBSTONES).stream()
                .map(batch -> batch.counts().rows()))
        .containsExactly(2_000L, 3_000L, 3_000L, 3_000L, 3_000L, 3_000L, 3_000L);
  }

  @Test
  void largeItemsMakeSmallBatches(TestDatabase database) throws Exception {
    String large = "x".repeat(390_000);
    table.export(
        1,
        IntStream.range(0, 50)
            .mapToObj(i -> "{\"pk\":{\"S\":\"p%d\"},\"note\":{\"S\":\"%s\"}}".formatted(i, large))
            .toList());

    assertThat(table.heal(database.clickHouse(), DeleteLimit.NONE, 3_000)).isEqualTo(50);

    // Twice 390,000 bytes each: the column and the record; 16 MiB a batch.
    assertThat(
            table.ledger().recent(table.stored().id(), TOMBSTONES).stream()
                .map(batch -> batch.counts().rows()))
        .containsExactly(8L, 21L, 21L);
    assertThat(
            table.text(
                "SELECT count(), sum(length(_old_record)) FROM TABLE WHERE _event_name = 'REMOVE'"))
        .isEqualTo("50\t" + (50 * 390_000 + 10 * 21 + 40 * 22));
  }

  @Test
  void aListThatIsGoneIsMadeAnew(TestDatabase database) throws Exception {
    table.export(1, numbered(0, 10));
    dieAtInsert(database, 2);
    assertThat(staging()).isEqualTo("1");
    StagingTable.drop(database.clickHouse(), table.table());

    assertThat(table.heal()).isEqualTo(7);

    assertThat(table.text("SELECT count() FROM TABLE FINAL")).isEqualTo("0");
    assertThat(table.removes()).isEqualTo("10\t10");
  }

  @Test
  void aListOfWhichAPowerCutTookRowsIsMadeAnew(TestDatabase database) throws Exception {
    table.export(1, numbered(0, 10));
    dieAtInsert(database, 2);
    database
        .clickHouse()
        .execute(
            "ALTER TABLE "
                + StagingTable.of(table.table()).sql()
                + " DELETE WHERE `nightjar-ordinal` > 5 SETTINGS mutations_sync = 2");

    assertThat(table.heal()).isEqualTo(7);

    assertThat(table.text("SELECT count() FROM TABLE FINAL")).isEqualTo("0");
    assertThat(table.removes()).isEqualTo("10\t10");
  }

  @Test
  void aBatchThatIsInFlightWhenTheListIsGoneAndHasArrivedIsDone(TestDatabase database)
      throws Exception {
    table.export(1, numbered(0, 10));
    assertThatThrownBy(() ->
            table.heal(
                new FaultyClickHouse(database.clickHouse())
                    .then((real, insert) -> {
                      real.insert(insert);
                      throw new FaultyClickHouse.Killed();
                    }),
                DeleteLimit.NONE,
                3))
        .isInstanceOf(FaultyClickHouse.Killed.class);
    StagingTable.drop(database.clickHouse(), table.table());

    assertThat(table.heal()).isEqualTo(7);

    assertThat(table.removes()).isEqualTo("10\t10");
  }

  @Test
  void tombstonesThatClickHouseHasLostComeAgain(TestDatabase database) throws Exception {
    table.export(1, numbered(0, 10));
    table.heal(database.clickHouse(), DeleteLimit.NONE, 3);
    table.execute(
        "ALTER TABLE {table} DELETE WHERE _is_deleted = 1 AND pk >= 'p6' SETTINGS mutations_sync = 2");
    assertThat(table.text("SELECT count() FROM TABLE FINAL")).isEqualTo("4");

    table.checkLedger();
    table.heal();

    assertThat(table.text("SELECT count() FROM TABLE FINAL")).isEqualTo("0");
    assertThat(table.ledger().planned(table.stored().id(), TOMBSTONES)).isEmpty();
  }

  @Test
  void aBatchOfBeforeTheGapIsWaitedFor(TestDatabase database) throws Exception {
    table.export(1, items("a", "b"));
    Batch older = table.planned(1);
    List<String> told = new ArrayList<>();

    table
        .tombstones(
            database.clickHouse(),
            10,
            cause -> {
              told.add(cause);
              table.export(1, items("c"));
              table.ledger().done(older, _ -> {});
            })
        .insert(DeleteLimit.NONE);

    assertThat(told).containsExactly("tombstones:older_batches");
    assertThat(table.text("SELECT count() FROM TABLE FINAL")).isEqualTo("0");
    assertThat(table.removes()).isEqualTo("3\t3");
  }

  @Test
  void noSettingOfAProfileHidesRows(TestDatabase database) throws Exception {
    table.export(1, numbered(0, 3000));
    table.export(2, numbered(0, 10));

    assertThat(
            table.heal(
                new HostileProfile(database.clickHouse(), table.table()), DeleteLimit.NONE, 700))
        .isEqualTo(2990);

    assertThat(table.text("SELECT count() FROM TABLE FINAL")).isEqualTo("10");
    assertThat(table.removes()).isEqualTo("2990\t2990");
  }

  private void dieAtInsert(TestDatabase database, int at) {
    FaultyClickHouse dying = new FaultyClickHouse(database.clickHouse());
    for (int i = 1; i < at; i++) {
      dying.thenArrives();
    }
    dying.then((_, _) -> {
      throw new FaultyClickHouse.Killed();
    });
    assertThatThrownBy(() -> table.heal(dying, DeleteLimit.NONE, 3))
        .isInstanceOf(FaultyClickHouse.Killed.class);
  }

  private long heal(DeleteLimit limit) throws InterruptedException {
    return table.heal(database.clickHouse(), limit, 1000);
  }

  private String staging() {
    return table.text(
        "SELECT count() FROM system.tables WHERE name = '%s'"
            .formatted(StagingTable.of(table.table()).name()));
  }

  static List<String> items(String... keys) {
    return List.of(keys).stream()
        .map(key -> "{\"pk\":{\"S\":\"%1$s\"},\"note\":{\"S\":\"of %1$s\"}}".formatted(key))
        .toList();
  }

  static List<String> numbered(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> "{\"pk\":{\"S\":\"p%1$d\"},\"note\":{\"S\":\"n%1$d\"}}".formatted(i))
        .toList();
  }

  private static String images(String key, String note) {
    return "\"Keys\":{\"pk\":{\"S\":\"%1$s\"}},\"NewImage\":{\"pk\":{\"S\":\"%1$s\"},\"note\":{\"S\":\"%2$s\"}}"
        .formatted(key, note);
  }
}
