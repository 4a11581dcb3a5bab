package dev.nightjar.proving.flights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.proving.flights.TableComparison.Result;
import dev.nightjar.proving.flights.TableComparison.Row;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class TableComparisonTest {

  private static final int ITEMS = 40;

  @TempDir Path folder;

  private final Flights flights = new Flights(3);
  private final List<Map<String, AttributeValue>> items = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();

  TableComparisonTest() {
    for (int item = 0; item < ITEMS; item++) {
      items.add(flights.image(item, item + 1));
      rows.add(row(item, item + 1));
    }
    Collections.reverse(rows);
  }

  @Test
  void equalTablesInAnyOrder() {
    assertThat(compare()).isEqualTo(new Result(ITEMS, 0, List.of()));
  }

  @Test
  void aLostRow() {
    rows.remove(5);

    assertThat(compare().equal()).isFalse();
    assertThat(compare().examples()).singleElement().asString().contains("not in the mirror");
  }

  @Test
  void aRowTwice() {
    rows.add(rows.get(5));

    assertThat(compare().equal()).isFalse();
    assertThat(compare().examples()).singleElement().asString().contains("twice");
  }

  @Test
  void aRowOfADeletedItem() {
    rows.add(row(ITEMS + 1, 77));

    assertThat(compare().equal()).isFalse();
    assertThat(compare().examples()).singleElement().asString().contains("not in the table");
  }

  @Test
  void aStaleImage() {
    rows.set(0, row(ITEMS - 1, ITEMS + 50));

    Result result = compare();

    assertThat(result.differences()).isEqualTo(1);
    assertThat(result.examples()).singleElement().asString().contains("differs at $");
  }

  private Result compare() {
    return TableComparison.compare(rows.stream(), items.stream(), folder);
  }

  private Row row(int item, int change) {
    return new Row(
        flights.transactionId(item),
        flights.timestamp(item),
        ItemJson.of(flights.image(item, change)));
  }
}
