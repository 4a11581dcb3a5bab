package dev.nightjar.server.query;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.project.PipeFile;
import dev.nightjar.project.ProjectParser;
import dev.nightjar.project.SourceFile;
import dev.nightjar.server.live.LiveSet;
import dev.nightjar.server.rights.Rights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads a database as whoever has some rights in a workspace of some files does. */
final class Readers {
  private final String database;
  private final LiveSet live;
  private final GatedSql.Maker maker;
  private final GuardedQueries queries;

  /**
   * Readers of a database.
   *
   * @param files their texts by name
   */
  Readers(ClickHouse clickHouse, String database, Map<String, String> files) {
    List<SourceFile> sources = new ArrayList<>();
    files.forEach((name, text) -> sources.add(new SourceFile(name, text)));
    this.database = database;
    this.live = new LiveSet(List.of(), ProjectParser.parse(sources).project());
    this.maker = new GatedSql.Maker(clickHouse, ServiceTables.NONE);
    this.queries = new GuardedQueries(clickHouse);
  }

  /** The rows of a query of the caller's, as text. */
  String rows(Rights rights, String sql) {
    return text(
        maker.make(
            database,
            live,
            rights,
            sql,
            Map.of(),
            node -> new NodeRenderer.Rendered(node.sql(), Map.of()),
            Map.of()));
  }

  /** The rows of an endpoint with that query. */
  String endpoint(Rights rights, String sql) {
    PipeFile pipe =
        ProjectParser.parse(
                List.of(
                    new SourceFile(
                        "asked.pipe", "NODE n\nSQL >\n    " + sql + "\nTYPE endpoint\n")))
            .project()
            .pipes()
            .get("asked");
    return text(
        maker.make(
            database, live, rights, pipe, node -> new NodeRenderer.Rendered(node.sql(), Map.of())));
  }

  private String text(GatedSql gated) {
    return queries
        .query(
            Query.builder(gated.sql()).database(database).format("TSV").readOnly().build(), gated)
        .text();
  }
}
