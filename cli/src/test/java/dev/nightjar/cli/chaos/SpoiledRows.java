package dev.nightjar.cli.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Changes what was mirrored, by ClickHouse's own interface. */
final class SpoiledRows {

  private final URI clickHouse;

  SpoiledRows(URI clickHouse) {
    this.clickHouse = clickHouse;
  }

  /** Deletes one item and one change, and doubles another change. */
  void deleteOneAndDoubleAnother(String datasource) {
    String mirrored = table(datasource);
    String changes = table(datasource.replace("flights_", "changes_"));
    String item =
        sql("SELECT transaction_id FROM " + mirrored + " FINAL ORDER BY transaction_id LIMIT 1");
    sql(
        "ALTER TABLE "
            + mirrored
            + " DELETE WHERE transaction_id = '"
            + item
            + "' SETTINGS mutations_sync = 2");
    String inserts = " FROM " + changes + " WHERE _event_name = 'INSERT' ORDER BY version ";
    // Not the oldest: of changes in the second in which the stream begins either outcome is right.
    String doubled = version(inserts + "DESC LIMIT 1");
    String deleted = version(inserts + "DESC LIMIT 1 OFFSET 1");
    sql(
        "INSERT INTO "
            + changes
            + " SETTINGS insert_deduplicate = 0 SELECT * FROM "
            + changes
            + " WHERE version = "
            + doubled);
    sql(
        "ALTER TABLE "
            + changes
            + " DELETE WHERE version = "
            + deleted
            + " SETTINGS mutations_sync = 2");
  }

  /** A number of that length is a Float64 to ClickHouse unless it is in quotes. */
  private String version(String which) {
    return "toUInt256('" + sql("SELECT toString(version)" + which) + "')";
  }

  /** The table that has the data source's rows; its name begins or ends with it. */
  private String table(String datasource) {
    return sql(
        "SELECT format('`{}`.`{}`', database, name) FROM system.tables WHERE engine LIKE"
            + " '%MergeTree' AND name LIKE '%"
            + datasource
            + "%' AND name NOT LIKE '%quarantine%' AND database NOT IN ('system') LIMIT 1");
  }

  private String sql(String statement) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(clickHouse).POST(BodyPublishers.ofString(statement)).build(),
              BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IllegalStateException(statement + ": " + response.body());
      }
      return response.body().strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
