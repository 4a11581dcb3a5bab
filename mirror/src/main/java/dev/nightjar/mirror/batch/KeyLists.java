package dev.nightjar.mirror.batch;

import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.Sql;
import dev.nightjar.mirror.ledger.Probe;
import dev.nightjar.mirror.row.KeyColumn;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Many keys as parameters of one query: a list of texts a key column, in hexadecimal digits, for
 * keys hold any character and what a list is split at must not be one of those.
 */
final class KeyLists {
  /**
   * Over HTTP ClickHouse takes parameters of 128 KiB ({@code http_max_field_value_size}), the
   * percent signs of their encoding included; one key can be 6 KB.
   */
  static final int MOST_CHARACTERS = 100_000;

  private static final int SEPARATOR = "%2C".length();
  private static final int LONGEST_VERSION = 78;

  private final List<KeyColumn> columns;

  KeyLists(List<KeyColumn> columns) {
    this.columns = columns;
  }

  /** Where the probes end, from a place on, that one query takes. */
  static int end(List<Probe> probes, int from) {
    int characters = 0;
    int to = from;
    while (to < probes.size() && (to == from || characters < MOST_CHARACTERS)) {
      characters += characters(probes.get(to).key()) + LONGEST_VERSION + SEPARATOR;
      to++;
    }
    return to;
  }

  /** How many characters a key takes. */
  static int characters(List<String> key) {
    int characters = 0;
    for (String part : key) {
      characters += 2 * part.getBytes(StandardCharsets.UTF_8).length + SEPARATOR;
    }
    return characters;
  }

  /** A source of rows with one column, {@code nightjar-place}: 1 to the number of keys. */
  String places() {
    return "(SELECT arrayJoin(arrayEnumerate(splitByChar(',', {key0:String}))) AS `nightjar-place`)";
  }

  /** The key columns, by their names, at {@code nightjar-place}. */
  String values() {
    return IntStream.range(0, columns.size())
        .mapToObj(i ->
            columns
                    .get(i)
                    .value("unhex(splitByChar(',', {key%d:String})[`nightjar-place`])".formatted(i))
                + " AS "
                + Sql.identifier(columns.get(i).name()))
        .collect(Collectors.joining(", "));
  }

  /** Gives a query the keys. */
  void bind(Query.Builder query, List<List<String>> keys) {
    for (int i = 0; i < columns.size(); i++) {
      int column = i;
      query.parameter(
          "key" + i,
          keys.stream().map(key -> hex(key.get(column))).collect(Collectors.joining(",")));
    }
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }
}
