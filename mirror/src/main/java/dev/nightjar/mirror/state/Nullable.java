package dev.nightjar.mirror.state;

import dev.nightjar.dynamodb.change.SequenceNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Reads columns that may hold NULL. */
final class Nullable {
  private Nullable() {}

  static Optional<Long> number(ResultSet rows, String column) throws SQLException {
    long value = rows.getLong(column);
    return rows.wasNull() ? Optional.empty() : Optional.of(value);
  }

  static Optional<Instant> instant(ResultSet rows, String column) throws SQLException {
    return number(rows, column).map(Instant::ofEpochMilli);
  }

  static Optional<SequenceNumber> sequence(ResultSet rows, String column) throws SQLException {
    return Optional.ofNullable(rows.getString(column)).map(SequenceNumber::parse);
  }
}
