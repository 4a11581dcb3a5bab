package dev.nightjar.clickhouse.http;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.InsertResult;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.QueryStream;
import dev.nightjar.clickhouse.RowsInsert;
import dev.nightjar.clickhouse.TableName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Lets one user in, {@code default}, who may do everything. */
public final class FullRightsDoor implements FrontDoor {
  private static final String USER = "default";

  private static final int LONGEST_ASKED = 128 << 20;
  private static final int MARGIN = 1 << 10;

  private final ClickHouse database;
  private final byte[] password;

  /**
   * A door.
   *
   * @param password empty: none is needed
   */
  public FullRightsDoor(ClickHouse database, String password) {
    this.database = database;
    this.password = password.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Guest admit(Credentials credentials) {
    byte[] given = credentials.password().getBytes(StandardCharsets.UTF_8);
    boolean right = MessageDigest.isEqual(password, given);
    if (!right || !credentials.user().equals(USER)) {
      throw credentials.rejected();
    }
    return new Owner();
  }

  @Override
  public boolean isLocked() {
    return password.length > 0;
  }

  /** What is asked for, up to what this process can hold of several at a time. */
  @Override
  public int longestStatement(long asked) {
    return (int) Math.clamp(asked, RequestText.LONGEST_STATEMENT, LONGEST_ASKED);
  }

  private final class Owner implements Guest {
    @Override
    public QueryStream run(Ask ask) {
      Query.Builder query =
          Query.builder(ask.sql())
              .format(ask.format())
              .database(ask.database().orElse(TableName.DEFAULT_DATABASE))
              .id(ask.queryId());
      ask.parameters().forEach(query::parameter);
      settings(ask).forEach(query::setting);
      return database.stream(query.build());
    }

    @Override
    public InsertResult load(Ask ask, InputStream rows) throws IOException {
      return database.load(
          new RowsInsert(
              ask.sql(),
              ask.format(),
              ask.database().orElse(TableName.DEFAULT_DATABASE),
              ask.parameters(),
              settings(ask),
              Optional.of(ask.queryId())),
          rows);
    }

    /** As in ClickHouse, a GET may change settings and nothing else. */
    private static Map<String, String> settings(Ask ask) {
      Map<String, String> settings = new HashMap<>(ask.settings());
      // its length was checked when it was read; FORMAT comes behind it
      settings.put("max_query_size", Integer.toString(LONGEST_ASKED + MARGIN));
      if (ask.readOnly() && !settings.getOrDefault("readonly", "0").equals("1")) {
        settings.put("readonly", "2");
      }
      return settings;
    }
  }
}
