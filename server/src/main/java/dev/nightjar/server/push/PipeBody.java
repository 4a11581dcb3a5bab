package dev.nightjar.server.push;

import dev.nightjar.project.SourceFile;
import dev.nightjar.server.http.HttpProblem;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A pipe as {@code tb push} of the classic client sends it: JSON with its nodes. */
public final class PipeBody {
  private PipeBody() {}

  /**
   * The datafile that says the same.
   *
   * @throws HttpProblem 400 when the body is no pipe
   */
  public static SourceFile file(JsonNode body) {
    String name = DatafileText.name(text(body, "name"), "pipe");
    if (!body.path("nodes").isArray() || body.path("nodes").isEmpty()) {
      throw HttpProblem.badRequest("The pipe `" + name + "` needs nodes.");
    }
    DatafileText file = new DatafileText().block("DESCRIPTION", text(body, "description"));
    for (JsonNode node : body.path("nodes")) {
      add(file, node, body);
    }
    return new SourceFile(name + ".pipe", file.text());
  }

  private static void add(DatafileText file, JsonNode node, JsonNode pipe) {
    String name = DatafileText.name(text(node, "name"), "node");
    String sql =
        text(node, "sql")
            .orElseThrow(() -> HttpProblem.badRequest("The node `" + name + "` has no sql."));
    file.line("NODE " + name)
        .block("DESCRIPTION", text(node, "description"))
        .block("SQL", Optional.of(sql));
    String type = text(node, "type").orElse("standard").toLowerCase(Locale.ROOT);
    switch (type) {
      case "standard", "default" -> {}
      case "endpoint" -> file.line("TYPE endpoint");
      case "materialized" ->
          file.line("TYPE materialized")
              .line(
                  "DATASOURCE",
                  target(name, text(node, "datasource").or(() -> text(pipe, "datasource"))));
      case "copy" ->
          file.line("TYPE copy")
              .line(
                  "TARGET_DATASOURCE",
                  target(
                      name,
                      text(node, "target_datasource").or(() -> text(pipe, "target_datasource"))))
              .line(
                  "COPY_SCHEDULE",
                  text(node, "copy_schedule").or(() -> text(pipe, "schedule_cron")))
              .line("COPY_MODE", text(node, "mode"));
      default ->
          throw HttpProblem.badRequest(
              "The node `" + name + "` has the type `" + type + "`, which is not known here.");
    }
  }

  private static Optional<String> target(String node, Optional<String> name) {
    return Optional.of(
        name.orElseThrow(() ->
            HttpProblem.badRequest(
                "The node `" + node + "` names no data source that it writes to.")));
  }

  private static Optional<String> text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isString() && !value.asString().isBlank()
        ? Optional.of(value.asString())
        : Optional.empty();
  }
}
