package dev.nightjar.server.query;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.QueryStream;
import dev.nightjar.clickhouse.Row;
import dev.nightjar.server.http.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs a query and answers its result. Rows alone are streamed. What has a beginning and an end
 * (JSON with its statistics, CSV with names) is first tried as a whole, which only small results
 * are; of a large one the rows are streamed, and the beginning and the end are written here.
 */
final class Results {
  private static final int TOO_MANY_ROWS_OR_BYTES = 396;
  private static final int LARGEST_WHOLE_RESULT = 8 << 20;

  private final ClickHouse clickHouse;

  Results(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
  }

  /** A column of a result. */
  record ResultColumn(String name, String type) {}

  Answer of(UserQuery query, ResultFormat format) {
    if (!format.isOnlyRows()) {
      Optional<byte[]> whole = whole(query, format);
      if (whole.isPresent()) {
        return answer(format, new WholeBody(whole.get()));
      }
    }
    ResultFormat rows =
        format
            .rows()
            .orElseThrow(() ->
                new SqlRefusedException(
                    "The result is larger than "
                        + (LARGEST_WHOLE_RESULT >> 20)
                        + " MB, the most that "
                        + format.clickHouseName()
                        + " can have. Use JSON, CSV, CSVWithNames or JSONEachRow."));
    List<ResultColumn> columns = format.isOnlyRows() ? List.of() : columns(query);
    QueryStream stream = clickHouse.stream(query.in(rows).build());
    try {
      // the first piece comes before the status: until then an error is a proper answer
      Optional<byte[]> first = stream.next();
      return answer(
          format,
          format == ResultFormat.JSON
              ? new JsonBody(stream, first, columns)
              : new RowsBody(stream, first, Header.of(format, columns)));
    } catch (RuntimeException e) {
      stream.close();
      throw e;
    }
  }

  private static Answer answer(ResultFormat format, Answer.Body body) {
    return new Answer.Stream(format.contentType(), Map.of(), body);
  }

  private Optional<byte[]> whole(UserQuery query, ResultFormat format) {
    try {
      return Optional.of(
          clickHouse
              .query(
                  query
                      .in(format)
                      .setting("max_result_bytes", Integer.toString(LARGEST_WHOLE_RESULT))
                      .setting("result_overflow_mode", "throw")
                      .build())
              .bytes());
    } catch (ClickHouseException e) {
      if (e.code() == TOO_MANY_ROWS_OR_BYTES) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private List<ResultColumn> columns(UserQuery query) {
    List<ResultColumn> columns = new ArrayList<>();
    for (Row row : clickHouse.rows(query.description())) {
      columns.add(new ResultColumn(row.string("name"), row.string("type")));
    }
    return columns;
  }
}
