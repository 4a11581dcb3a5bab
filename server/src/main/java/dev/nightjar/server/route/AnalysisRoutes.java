package dev.nightjar.server.route;

import dev.nightjar.server.http.Access;
import dev.nightjar.server.http.Answer;
import dev.nightjar.server.http.Api;
import dev.nightjar.server.http.Exchange;
import dev.nightjar.server.http.Json;
import dev.nightjar.server.intake.FileAnalysis;
import dev.nightjar.server.intake.FileAnalyzer;

/**
 * {@code POST /v0/analyze}: the schema that a data source for a file would have. The file's
 * beginning is the body, or is at {@code url}; it may be packed. Of Parquet the whole file is.
 */
public final class AnalysisRoutes {
  private final FileAnalyzer analyzer;

  public AnalysisRoutes(FileAnalyzer analyzer) {
    this.analyzer = analyzer;
  }

  /** Adds the route. */
  public void addTo(Api api) {
    api.post("/v0/analyze", Access.WORKSPACE, this::analyze);
  }

  private Answer analyze(Exchange exchange) {
    FileAnalysis analysis =
        analyzer.analyze(exchange.query().first("url"), () -> exchange.upload().content());
    return Answer.ok(
        Json.object(
            "analysis",
            Json.object(
                "columns",
                analysis.columns().stream()
                    .map(column ->
                        Json.object(
                            "path", column.path(),
                            "name", column.name(),
                            "recommended_type", column.type(),
                            "present_pct", column.presence()))
                    .toList(),
                "schema",
                analysis.schema()),
            "preview",
            Json.object("data", analysis.preview(), "rows", analysis.preview().size())));
  }
}
