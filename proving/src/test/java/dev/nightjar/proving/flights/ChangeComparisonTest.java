package dev.nightjar.proving.flights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.proving.flights.ChangeComparison.Result;
import dev.nightjar.proving.flights.ChangeComparison.Row;
import dev.nightjar.proving.flights.ChangeLog.Event;
import dev.nightjar.proving.flights.Expectation.Span;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChangeComparisonTest {

  private static final Instant BOUNDARY = Instant.parse("2026-01-01T00:00:10Z");
  private static final Instant LATER = BOUNDARY.plusSeconds(5);

  private final Flights flights = new Flights(7);
  private final ChangeLog log = new ChangeLog();
  private final List<Row> rows = new ArrayList<>();

  ChangeComparisonTest() {
    insert(0, LATER, LATER);
    insert(1, LATER, LATER);
    modify(0, 1);
    remove(1, 2);
  }

  @Test
  void everyWriteWithItsRow() {
    rows.add(row("EXPORT", 0, "", Optional.empty()));

    Result result = compare();

    assertThat(result).isEqualTo(new Result(1, 4, 4, 0, 0, 0, 0, List.of()));
    assertThat(result.equal()).isTrue();
  }

  @Test
  void aRowThatIsNotThereIsLost() {
    for (int missing = 0; missing < 4; missing++) {
      List<Row> others = new ArrayList<>(rows);
      others.remove(missing);

      Result result = compare(others);

      assertThat(result.lost()).isEqualTo(1);
      assertThat(result.equal()).isFalse();
      assertThat(result.examples()).singleElement().asString().contains("is lost");
    }
  }

  @Test
  void aRowThatIsThereTwiceIsDuplicated() {
    for (Row row : List.copyOf(rows)) {
      List<Row> more = new ArrayList<>(rows);
      more.add(row);

      Result result = compare(more);

      assertThat(result.duplicated()).isEqualTo(1);
      assertThat(result.equal()).isFalse();
    }
  }

  @Test
  void anAlteredImageStandsForNoWrite() {
    Row insert = rows.getFirst();
    rows.set(0, withRecord(insert, insert.record().replace("\"status\":\"", "\"status\":\"x")));

    Result result = compare();

    assertThat(result.lost()).isEqualTo(1);
    assertThat(result.unexpected()).isEqualTo(1);
    assertThat(result.examples().getFirst()).contains("$.status: another value");
  }

  @Test
  void anAlteredOldImageIsSeen() {
    Row modify = rows.get(2);
    rows.set(
        2,
        new Row(
            modify.transactionId(),
            modify.timestamp(),
            modify.event(),
            modify.record(),
            Optional.of(json(0, 3))));

    assertThat(compare().unexpected()).isEqualTo(1);
  }

  @Test
  void aRowOfAnotherKeyIsSeen() {
    Row insert = rows.getFirst();
    rows.set(
        0,
        new Row(
            flights.transactionId(5),
            insert.timestamp(),
            insert.event(),
            insert.record(),
            insert.oldRecord()));

    assertThat(compare().unexpected()).isEqualTo(1);
  }

  @Test
  void aRowOfAWriteThatWasNeverMadeIsSeen() {
    rows.add(row("MODIFY", 0, json(0, 999), Optional.of(json(0, 1))));

    Result result = compare();

    assertThat(result.unexpected()).isEqualTo(1);
    assertThat(result.equal()).isFalse();
  }

  @Test
  void aWriteFromBeforeTheBoundaryHasNoRow() {
    Instant before = BOUNDARY.minusSeconds(1);
    Row early = insert(2, before, before);
    rows.remove(early);

    assertThat(compare()).isEqualTo(new Result(0, 4, 4, 0, 0, 0, 0, List.of()));

    rows.add(early);
    assertThat(compare().unexpected()).isEqualTo(1);
  }

  @Test
  void aWriteUnderWayAtTheBoundaryCountsIfItsRowIsThere() {
    Row edge = insert(2, BOUNDARY.minusMillis(3), BOUNDARY.plusMillis(3));
    assertThat(compare().changes()).isEqualTo(5);
    assertThat(compare().equal()).isTrue();

    rows.remove(edge);
    assertThat(compare().changes()).isEqualTo(4);
    assertThat(compare().equal()).isTrue();
  }

  @Test
  void whatTheStreamLostMayHaveNoRowAndWhatCameAfterItMustHaveOne() {
    Instant lostAt = LATER.plusSeconds(20);
    Row after = insert(2, lostAt.plusSeconds(1), lostAt.plusSeconds(1));
    List<Row> onlyAfter = List.of(after);

    assertThat(compare(onlyAfter, healed(trimmed(lostAt))).equal()).isTrue();
    assertThat(compare(onlyAfter, healed()).lost()).isEqualTo(4);
    assertThat(compare(List.of(), healed(trimmed(lostAt))).lost()).isEqualTo(1);
  }

  @Test
  void whatWasReadBeforeTheStreamLostItHasARow() {
    Span lost = Span.trimmed(LATER.plusSeconds(1), LATER.plusSeconds(20));

    assertThat(compare(List.of(), healed(lost)).lost()).isEqualTo(4);
    insert(2, LATER.plusSeconds(1), LATER.plusSeconds(1));
    rows.removeLast();
    assertThat(compare(rows, healed(lost)).equal()).isTrue();
  }

  @Test
  void whatWasWrittenBetweenTwoStreamsMayHaveNoRow() {
    Instant off = LATER.plusSeconds(20);
    Instant on = LATER.plusSeconds(30);
    insert(2, off.plusSeconds(1), on.minusSeconds(1));
    rows.removeLast();

    assertThat(compare(rows, healed(Span.betweenStreams(off, on))).equal()).isTrue();
    rows.removeFirst();
    assertThat(compare(rows, healed(Span.betweenStreams(off, on))).lost())
        .as("from before")
        .isEqualTo(1);
  }

  @Test
  void eachStreamNumbersItsChangesAnew() {
    Instant off = LATER.plusSeconds(20);
    Instant on = LATER.plusSeconds(30);
    version(0, 9);
    int number = log.begin();
    log.acknowledge(number, Event.MODIFY, 0, 3, on.plusSeconds(2), on.plusSeconds(2));
    version(2, 10);
    added(row("MODIFY", 0, json(0, number), Optional.of(json(0, 3))));
    version(4, 5);

    assertThat(compare(rows, healed(Span.betweenStreams(off, on))).outOfOrder()).isZero();
    assertThat(compare(rows, healed(trimmed(off))).outOfOrder()).isOne();
    version(2, 8);
    assertThat(compare(rows, healed(Span.betweenStreams(off, on))).outOfOrder())
        .as("of one stream")
        .isOne();
  }

  /** As when a generation begins later in a shard than its export holds everything. */
  @Test
  void aChangeThatAnExportMayLackMustWinOverItsRows() {
    BigInteger second = BigInteger.TWO.shiftLeft(ItemOrder.GENERATION_SHIFT);
    for (int i = 0; i < rows.size(); i++) {
      version(i, BigInteger.ONE.shiftLeft(ItemOrder.GENERATION_SHIFT).add(BigInteger.valueOf(i)));
    }

    assertThat(compare(rows, healed().atLeast(2, LATER.plusSeconds(1))).equal()).isTrue();
    Result below = compare(rows, healed().atLeast(2, LATER));
    assertThat(below.outOfOrder()).isEqualTo(4);
    assertThat(below.examples().getFirst()).endsWith("is of too old a generation");
    assertThat(
            compare(rows, healed().atLeast(2, LATER).atLeast(3, LATER.plusSeconds(1))).outOfOrder())
        .as("of a generation in between")
        .isEqualTo(4);
    for (int i = 0; i < rows.size(); i++) {
      version(i, second.add(BigInteger.valueOf(i + 1)));
    }
    assertThat(compare(rows, healed().atLeast(2, LATER)).equal()).isTrue();
  }

  @Test
  void whatTheFirstLoadLeftOutMayComeAfterALaterOne() {
    insert(2, BOUNDARY.minusSeconds(9), BOUNDARY.minusSeconds(9));

    assertThat(compare(rows, healed()).equal()).isTrue();
    assertThat(compare().unexpected()).isEqualTo(1);
  }

  @Test
  void anItemWhoseTimeToLiveIsOverChangesAndGoes() {
    int number = log.beginExpiring(77);
    int removal = log.begin();
    log.acknowledge(number, Event.MODIFY, 0, 3, LATER, LATER);
    log.acknowledge(removal, Event.REMOVE, 0, number, LATER, LATER);
    String image = ItemJson.of(flights.expiring(0, number, 77));
    rows.add(row("MODIFY", 0, image, Optional.of(ItemJson.of(flights.image(0, 3)))));
    rows.add(row("REMOVE", 0, "", Optional.of(image)));

    assertThat(compare().equal()).isTrue();
    rows.removeLast();
    assertThat(compare().lost()).isEqualTo(1);
  }

  @Test
  void theRowOfAnItemThatWasFoundDeletedStandsForNoWriteWhereTheStreamLostRecords() {
    Row removed = rows.getLast();
    rows.add(
        new Row(
            removed.transactionId(),
            removed.timestamp(),
            "REMOVE",
            "",
            rows.getFirst().oldRecord(),
            Optional.of(BigInteger.TWO.shiftLeft(192))));

    assertThat(compare(rows, healed()).unexpected()).isZero();
    assertThat(compare().unexpected()).isEqualTo(1);
  }

  private static Span trimmed(Instant to) {
    return Span.trimmed(Instant.EPOCH, to);
  }

  private static Expectation healed(Span... lost) {
    return Expectation.healed(Optional.of(BOUNDARY), LATER, List.of(lost));
  }

  private Result compare() {
    return compare(rows);
  }

  private Result compare(List<Row> these) {
    return compare(these, Expectation.of(BOUNDARY));
  }

  private Result compare(List<Row> these, Expectation expected) {
    ChangeComparison comparison = new ChangeComparison(flights, log, expected);
    these.forEach(comparison::add);
    return comparison.result();
  }

  private Row insert(int item, Instant sent, Instant acknowledged) {
    int number = log.begin();
    log.acknowledge(number, Event.INSERT, item, 0, sent, acknowledged);
    return added(row("INSERT", item, json(item, number), Optional.empty()));
  }

  private void modify(int item, int before) {
    int number = log.begin();
    log.acknowledge(number, Event.MODIFY, item, before, LATER, LATER);
    added(row("MODIFY", item, json(item, number), Optional.of(json(item, before))));
  }

  private void remove(int item, int before) {
    int number = log.begin();
    log.acknowledge(number, Event.REMOVE, item, before, LATER, LATER);
    added(row("REMOVE", item, "", Optional.of(json(item, before))));
  }

  private Row added(Row row) {
    rows.add(row);
    return row;
  }

  private Row row(String event, int item, String record, Optional<String> old) {
    return new Row(flights.transactionId(item), flights.timestamp(item), event, record, old);
  }

  private void version(int index, int version) {
    version(index, BigInteger.valueOf(version));
  }

  private void version(int index, BigInteger version) {
    Row row = rows.get(index);
    rows.set(
        index,
        new Row(
            row.transactionId(),
            row.timestamp(),
            row.event(),
            row.record(),
            row.oldRecord(),
            Optional.of(version)));
  }

  private static Row withRecord(Row row, String record) {
    return new Row(row.transactionId(), row.timestamp(), row.event(), record, row.oldRecord());
  }

  private String json(int item, int change) {
    return ItemJson.of(flights.image(item, change));
  }
}
