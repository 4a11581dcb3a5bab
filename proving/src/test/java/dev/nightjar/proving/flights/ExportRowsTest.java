package dev.nightjar.proving.flights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.proving.flights.ChangeComparison.Result;
import dev.nightjar.proving.flights.ChangeComparison.Row;
import dev.nightjar.proving.flights.ChangeLog.Event;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The rows of an export against what it has for certain, and what it cannot have. */
class ExportRowsTest {

  private static final Instant FROM = Instant.parse("2026-01-01T00:00:10Z");
  private static final Instant TO = FROM.plusSeconds(120);
  private static final LoadedExport EXPORT = new LoadedExport(2, FROM, TO, FROM);

  private final Flights flights = new Flights(7);
  private final ChangeLog log = new ChangeLog();
  private final int certain = write(0, 0, FROM.minusSeconds(9));
  private final int replaced = write(1, 0, FROM.minusSeconds(8));
  private final int replacing = write(1, replaced, FROM.minusSeconds(7));
  private final int before = write(2, 0, FROM.minusSeconds(6));
  private final int within = write(2, before, FROM.plusSeconds(30));
  private final int after = write(3, 0, TO.plusSeconds(1));
  private final List<Row> rows = new ArrayList<>();

  @Test
  void anItemIsAsItWasSomewhereAroundTheExportsTime() {
    for (int either : List.of(before, within)) {
      rows.clear();
      exported(certain, replacing, either);

      assertThat(compare()).extracting(Result::lost, Result::unexpected).containsExactly(0L, 0L);
    }
  }

  @Test
  void whatTheExportHasForCertainAndNoRowShowsIsLost() {
    exported(certain);

    assertThat(compare().lost()).isOne();
    assertThat(compare().examples())
        .containsExactly("the export's row of change " + replacing + " is lost");
  }

  @Test
  void whatItCannotHaveIsSeen() {
    exported(certain);
    for (int impossible : List.of(replaced, after)) {
      exported(impossible);
      assertThat(compare().unexpected()).isOne();
      rows.removeLast();
    }
  }

  @Test
  void aRowThatIsThereTwiceIsDuplicatedAndOfAnOlderGenerationIsNot() {
    exported(certain, replacing);
    rows.add(row(certain, 1));
    assertThat(compare().duplicated()).isZero();

    exported(certain);
    assertThat(compare().duplicated()).isOne();
  }

  @Test
  void anAlteredImageIsSeen() {
    exported(certain);
    Row row = row(replacing, 2);
    rows.add(
        new Row(
            row.transactionId(),
            row.timestamp(),
            row.event(),
            row.record().replace("\"status\":\"", "\"status\":\"x"),
            Optional.empty(),
            row.version()));

    assertThat(compare().unexpected()).isOne();
    assertThat(compare().lost()).isOne();
  }

  @Test
  void anItemThatTheExportHasIsNotFoundDeleted() {
    exported(certain, replacing);
    rows.add(tombstone(9));
    assertThat(compare().unexpected()).isZero();
    rows.add(tombstone(9));
    assertThat(compare().duplicated()).isOne();
    rows.removeLast();

    rows.add(tombstone(0));
    assertThat(compare().unexpected()).isOne();
    assertThat(compare().examples()).first().asString().endsWith("and is in the export");
  }

  private Result compare() {
    Expectation expected =
        Expectation.healed(Optional.empty(), TO.plusSeconds(9), List.of()).loadedFrom(EXPORT);
    ChangeComparison comparison = new ChangeComparison(flights, log, expected);
    rows.forEach(comparison::add);
    return comparison.result();
  }

  private int write(int item, int previous, Instant at) {
    int number = log.begin();
    log.acknowledge(number, previous == 0 ? Event.INSERT : Event.MODIFY, item, previous, at, at);
    return number;
  }

  private void exported(int... images) {
    for (int image : images) {
      rows.add(row(image, 2));
    }
  }

  private Row row(int image, long generation) {
    int item = log.find(image).orElseThrow().item();
    return new Row(
        flights.transactionId(item),
        flights.timestamp(item),
        "EXPORT",
        ItemJson.of(flights.image(item, image)),
        Optional.empty(),
        Optional.of(version(generation, 1)));
  }

  private Row tombstone(int item) {
    return new Row(
        flights.transactionId(item),
        flights.timestamp(item),
        "REMOVE",
        "",
        Optional.empty(),
        Optional.of(version(2, 0)));
  }

  private static BigInteger version(long generation, long number) {
    return BigInteger.valueOf(generation)
        .shiftLeft(ItemOrder.GENERATION_SHIFT)
        .add(BigInteger.valueOf(number));
  }
}
