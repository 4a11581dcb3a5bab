package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.type.ClickHouseType.Date;
import dev.nightjar.clickhouse.type.ClickHouseType.Date32;
import dev.nightjar.clickhouse.type.ClickHouseType.DateTime;
import dev.nightjar.clickhouse.type.ClickHouseType.DateTime64;
import dev.nightjar.clickhouse.type.ClickHouseType.Decimal;
import dev.nightjar.clickhouse.type.ClickHouseType.IntegerType;
import dev.nightjar.dynamodb.item.AttributeLookup;
import dev.nightjar.dynamodb.item.AttributePath;
import dev.nightjar.dynamodb.item.AttributeReader;
import dev.nightjar.dynamodb.item.AttributeType;
import dev.nightjar.dynamodb.json.ByteOutput;
import dev.nightjar.dynamodb.table.KeyAttribute.ScalarType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Remembers the key of the newest row without an object for each row. */
final class LastKey {
  private final List<KeyColumn> keys;
  private final AttributeLookup[] lookups;
  private final ByteOutput texts = new ByteOutput(128);
  private final int[] ends;

  LastKey(List<KeyColumn> keys) {
    this.keys = keys;
    this.lookups =
        keys.stream()
            .map(key -> new AttributeLookup(AttributePath.of(key.attribute().name())))
            .toArray(AttributeLookup[]::new);
    this.ends = new int[keys.size()];
  }

  void remember(ChangeView view) {
    texts.clear();
    AttributeReader item = view.image(Image.KEYS);
    for (int i = 0; i < lookups.length; i++) {
      int node = lookups[i].find(item);
      boolean scalar =
          node != AttributeReader.NONE
              && (item.type(node) == AttributeType.S
                  || item.type(node) == AttributeType.N
                  || item.type(node) == AttributeType.B);
      if (scalar) {
        texts.append(item.valueBuffer(node), item.valueStart(node), item.valueEnd(node));
      }
      ends[i] = texts.length();
    }
  }

  List<String> texts() {
    List<String> values = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < ends.length; i++) {
      values.add(text(keys.get(i), Arrays.copyOfRange(texts.array(), start, ends[i])));
      start = ends[i];
    }
    return values;
  }

  /** As {@link KeyColumn#value} reads it. */
  private static String text(KeyColumn key, byte[] value) {
    String text = new String(value, StandardCharsets.UTF_8);
    boolean number = key.attribute().type() == ScalarType.N;
    return switch (key.type().bare()) {
      case DateTime _, DateTime64 _ -> number ? plain(text) : seconds(value);
      case Date _, Date32 _ ->
          number ? LocalDate.ofEpochDay(new BigDecimal(text).longValueExact()).toString() : text;
      case IntegerType _, Decimal _ -> plain(text);
      default -> text;
    };
  }

  /** ClickHouse reads no exponent in a whole number. */
  private static String plain(String number) {
    return new BigDecimal(number).stripTrailingZeros().toPlainString();
  }

  private static String seconds(byte[] value) {
    IsoTime parsed = new IsoTime(ZoneOffset.UTC);
    if (!parsed.parse(value, 0, value.length)) {
      throw new IllegalStateException("a key that was encoded is no time");
    }
    return BigDecimal.valueOf(parsed.epochSecond())
        .add(BigDecimal.valueOf(parsed.nanos(), 9))
        .stripTrailingZeros()
        .toPlainString();
  }
}
