package dev.nightjar.mirror.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.TableName;
import dev.nightjar.dynamodb.connection.RoleTarget;
import dev.nightjar.dynamodb.stream.StreamViewType;
import dev.nightjar.dynamodb.table.KeyAttribute;
import dev.nightjar.dynamodb.table.KeyAttribute.Role;
import dev.nightjar.dynamodb.table.KeyAttribute.ScalarType;
import dev.nightjar.dynamodb.table.TableDescription;
import dev.nightjar.dynamodb.table.TableStream;
import dev.nightjar.mirror.state.StoredMirror;
import dev.nightjar.mirror.status.MirrorState;
import dev.nightjar.project.SourceFile;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** On which tables a mirror's next generation begins, on which it waits, on which it never does. */
class TableReadinessTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final String ARN = "arn:aws:dynamodb:eu-west-1:123456789012:table/orders";
  private static final List<KeyAttribute> KEYS =
      List.of(
          new KeyAttribute("pk", Role.HASH, ScalarType.S),
          new KeyAttribute("sk", Role.RANGE, ScalarType.S));
  private static final TableStream STREAM =
      new TableStream(
          ARN + "/stream/1", "2026-03-01T11:00:00.000", true, StreamViewType.NEW_AND_OLD_IMAGES);

  @Test
  void aTableThatHasAllItNeedsIsReadyHoweverLarge() {
    TableDescription table = table(KEYS, Optional.of(STREAM), true);

    assertThat(of(Optional.of(table))).isEqualTo(new TableReadiness.Ready(table));
  }

  @Test
  void whatSomebodyCanMendIsWaitedFor() {
    TableStream off = new TableStream(STREAM.arn(), STREAM.label(), false, STREAM.viewType());
    TableStream keys =
        new TableStream(STREAM.arn(), STREAM.label(), true, StreamViewType.KEYS_ONLY);

    assertThat(waitsFor(Optional.empty())).isEqualTo("table_not_found");
    assertThat(waitsFor(Optional.of(table(KEYS, Optional.of(STREAM), false))))
        .isEqualTo("pitr_disabled");
    assertThat(waitsFor(Optional.of(table(KEYS, Optional.empty(), true))))
        .isEqualTo("stream_disabled");
    assertThat(waitsFor(Optional.of(table(KEYS, Optional.of(off), true))))
        .isEqualTo("stream_disabled");
    assertThat(waitsFor(Optional.of(table(KEYS, Optional.of(keys), true))))
        .isEqualTo("stream_view_invalid");
  }

  @Test
  void aTableOfAnotherKeyNeverIsWhateverElseItLacks() {
    List<KeyAttribute> number =
        List.of(
            new KeyAttribute("pk", Role.HASH, ScalarType.N),
            new KeyAttribute("sk", Role.RANGE, ScalarType.S));

    assertThat(of(Optional.of(table(number, Optional.empty(), false))))
        .isInstanceOfSatisfying(
            TableReadiness.Never.class,
            never ->
                assertThat(never.message())
                    .contains("with the key (pk N, sk S)", "is sorted by (pk S, sk S)"));
    assertThat(of(Optional.of(table(KEYS.subList(0, 1), Optional.of(STREAM), true))))
        .isInstanceOf(TableReadiness.Never.class);
  }

  private static String waitsFor(Optional<TableDescription> found) {
    TableReadiness readiness = of(found);
    assertThat(readiness).isInstanceOf(TableReadiness.NotYet.class);
    TableReadiness.NotYet notYet = (TableReadiness.NotYet) readiness;
    assertThat(notYet.message()).endsWith("then loads the table anew by itself.");
    return notYet.reason();
  }

  private static TableReadiness of(Optional<TableDescription> found) {
    StoredMirror mirror =
        new StoredMirror(
            "m",
            "incarnation",
            "main",
            "orders",
            new SourceFile("datasources/orders.datasource", ""),
            new TableName("d", "orders"),
            "uuid",
            "fingerprint",
            KEYS,
            ARN,
            "table-id",
            "bucket",
            new RoleTarget("arn:aws:iam::123456789012:role/r", "eu-west-1", List.of()),
            MirrorState.HEALING,
            MirrorState.HEALING,
            NOW,
            Optional.empty(),
            Optional.empty(),
            1);
    return TableReadiness.of(mirror, found);
  }

  private static TableDescription table(
      List<KeyAttribute> keys, Optional<TableStream> stream, boolean recovery) {
    return new TableDescription(
        ARN,
        "orders",
        "other-id",
        "ACTIVE",
        NOW,
        keys,
        stream,
        recovery,
        Long.MAX_VALUE,
        0,
        Long.MAX_VALUE,
        0,
        NOW);
  }
}
