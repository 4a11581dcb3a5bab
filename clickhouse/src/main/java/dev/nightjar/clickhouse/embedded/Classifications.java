package dev.nightjar.clickhouse.embedded;

import dev.nightjar.clickhouse.inspect.Classification;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What texts of SQL would do, as the engine's parser says; that of one text is always the same, and
 * the last thousand short ones are remembered.
 */
final class Classifications {
  private static final int REMEMBERED = 1_000;
  private static final int LONGEST_REMEMBERED = 4_096;

  private final Map<String, Classification> known =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Classification> eldest) {
              return size() > REMEMBERED;
            }
          });

  /** What a text would do; nothing is run. */
  Classification of(Connection connection, String sql) {
    Classification remembered = known.get(sql);
    if (remembered != null) {
      return remembered;
    }
    Classification found = connection.classify(sql);
    if (sql.length() <= LONGEST_REMEMBERED) {
      known.put(sql, found);
    }
    return found;
  }
}
