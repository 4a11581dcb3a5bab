package dev.nightjar.cli.demo;

import dev.nightjar.cli.api.ServerClient;
import dev.nightjar.proving.flights.ChangeComparison;
import dev.nightjar.proving.flights.PlainJson;
import dev.nightjar.proving.flights.TableComparison;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What the demo asks the mirror by SQL. */
final class Queries {

  private final ServerClient server;

  Queries(ServerClient server) {
    this.server = server;
  }

  /** One number. */
  long count(String sql) {
    return Long.parseLong(server.sql(sql + " FORMAT TSV").body().strip());
  }

  /** How many items the mirror shows. */
  long items() {
    return count("SELECT count() FROM " + DemoProject.TABLE + " FINAL");
  }

  /** How many changes the view has kept. */
  long changes() {
    return count("SELECT count() FROM " + DemoProject.CHANGES + " WHERE _event_name != 'EXPORT'");
  }

  /** The items that the mirror shows, as they come. */
  void currentRows(Consumer<Stream<TableComparison.Row>> reader) {
    lines(
        "SELECT transaction_id, timestamp, _record FROM "
            + DemoProject.TABLE
            + " FINAL FORMAT JSONCompactEachRow",
        lines ->
            reader.accept(
                lines
                    .map(Queries::values)
                    .map(row ->
                        new TableComparison.Row(
                            (String) row.get(0), (String) row.get(1), (String) row.get(2)))));
  }

  /** Every row that the view has kept, those of the export without their images. */
  void changeRows(Consumer<ChangeComparison.Row> reader) {
    lines(
        "SELECT transaction_id, timestamp, _event_name,"
            + " if(_event_name = 'EXPORT', '', _record), _old_record FROM "
            + DemoProject.CHANGES
            + " FORMAT JSONCompactEachRow",
        lines ->
            lines
                .map(Queries::values)
                .map(row ->
                    new ChangeComparison.Row(
                        (String) row.get(0),
                        (String) row.get(1),
                        (String) row.get(2),
                        (String) row.get(3),
                        Optional.of(row.get(4))
                            .filter(String.class::isInstance)
                            .map(String.class::cast)))
                .forEach(reader));
  }

  private void lines(String sql, Consumer<Stream<String>> reader) {
    try (BufferedReader rows =
        new BufferedReader(new InputStreamReader(server.stream(sql), StandardCharsets.UTF_8))) {
      reader.accept(rows.lines());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<?> values(String line) {
    return (List<?>) PlainJson.parse(line);
  }
}
