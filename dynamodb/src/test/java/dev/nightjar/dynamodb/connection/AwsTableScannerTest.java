package dev.nightjar.dynamodb.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.awslocal.faults.Effect;
import dev.nightjar.dynamodb.change.Change;
import dev.nightjar.dynamodb.change.EventName;
import dev.nightjar.dynamodb.failure.NotFoundException;
import dev.nightjar.dynamodb.failure.ThrottledException;
import dev.nightjar.dynamodb.scan.ItemKey;
import dev.nightjar.dynamodb.scan.ScanPage;
import dev.nightjar.dynamodb.scan.ScanRequest;
import dev.nightjar.dynamodb.table.KeyAttribute;
import dev.nightjar.dynamodb.table.KeyAttribute.Role;
import dev.nightjar.dynamodb.table.KeyAttribute.ScalarType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Pages of items by Scan, over the wire. */
class AwsTableScannerTest {
  private static final List<KeyAttribute> KEYS =
      List.of(new KeyAttribute("id", Role.HASH, ScalarType.S));

  @Test
  void segmentsAndPagesTogetherAreTheTable() throws IOException {
    try (LocalAws local = new LocalAws(AwsLocalOptions.defaults())) {
      for (int i = 0; i < 40; i++) {
        local.put(
            "id \"" + i,
            Map.of("n", AttributeValue.fromN("1.50"), "x", AttributeValue.fromNul(true)));
      }
      Map<String, Integer> segments = new HashMap<>();
      double units = 0;

      for (int segment = 0; segment < 3; segment++) {
        Optional<ItemKey> after = Optional.empty();
        do {
          ScanPage page = page(local, new ScanRequest(LocalAws.TABLE, segment, 3, after, 5));
          assertThat(page.size()).isLessThanOrEqualTo(5);
          for (int i = 0; i < page.size(); i++) {
            Change item = page.change(i);
            assertThat(item.eventName()).isEqualTo(EventName.EXPORT);
            assertThat(item.text(item.newImageStart(), item.newImageEnd()))
                .contains("\"x\":{\"NULL\":true}");
            segments.put(page.key(i, KEYS).values().getFirst().text(), segment);
          }
          units += page.capacityUnits();
          after = page.next(KEYS);
        } while (after.isPresent());
      }

      assertThat(segments).hasSize(40).containsKey("id \"7");
      assertThat(segments.values()).contains(0, 1, 2);
      assertThat(units).isPositive();
    }
  }

  @Test
  void aPageBeginsAfterAnyKey() throws IOException {
    try (LocalAws local = new LocalAws(AwsLocalOptions.defaults())) {
      List<String> all = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        local.put("id" + i, Map.of());
      }
      ScanPage whole = page(local, new ScanRequest(LocalAws.TABLE, 0, 1, Optional.empty(), 100));
      for (int i = 0; i < whole.size(); i++) {
        all.add(whole.key(i, KEYS).values().getFirst().text());
      }
      assertThat(whole.next(KEYS)).isEmpty();
      ItemKey second = whole.key(1, KEYS);
      local.tables.deleteItem(
          r -> r.tableName("orders").key(Map.of("id", AttributeValue.fromS(all.get(1)))));

      ScanPage next = page(local, new ScanRequest(LocalAws.TABLE, 0, 1, Optional.of(second), 1));

      assertThat(next.key(0, KEYS).values().getFirst().text()).isEqualTo(all.get(2));
    }
  }

  @Test
  void throttlesAndAbsencesAreTold() throws IOException {
    try (LocalAws local = new LocalAws(AwsLocalOptions.defaults())) {
      ScanRequest request = new ScanRequest(LocalAws.TABLE, 0, 1, Optional.empty(), 1);
      local.aws.control().faults().on("*Scan").does(Effect.throttled());
      assertThatThrownBy(() -> page(local, request)).isInstanceOf(ThrottledException.class);
      local.aws.control().faults().clear();

      local.tables.deleteTable(r -> r.tableName("orders"));
      assertThatThrownBy(() -> page(local, request)).isInstanceOf(NotFoundException.class);
    }
  }

  private static ScanPage page(LocalAws local, ScanRequest request) {
    return local.connection.scans().page(request);
  }
}
