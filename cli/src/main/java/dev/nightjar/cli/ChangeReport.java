package dev.nightjar.cli;

import dev.nightjar.cli.files.ProjectFile;
import dev.nightjar.cli.files.ProjectFile.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** Prints what a build or a deployment changed, said and refused. */
final class ChangeReport {

  private static final Map<String, Kind> KINDS =
      Map.of("datasource", Kind.DATASOURCE, "pipe", Kind.PIPE, "data_connector", Kind.CONNECTION);
  private static final List<String> KIND_ORDER = List.of("datasource", "pipe", "data_connector");
  private static final Map<String, String> CHANGES =
      Map.of("new", "created", "changed", "changed", "deleted", "deleted");
  private static final List<String> CHANGE_ORDER = List.of("new", "changed", "deleted");

  /** What a deployment says of an export; a build names it in a member of its own. */
  private static final Pattern BACKFILL =
      Pattern.compile(
          "DynamoDB initial export backfill started for datasource '(.*?)'.*Export ARN: (\\S+?)\\.?",
          Pattern.DOTALL);

  private final Terminal terminal;
  private final Map<String, String> paths;

  ChangeReport(Terminal terminal, List<ProjectFile> files) {
    this.terminal = terminal;
    this.paths =
        files.stream()
            .collect(
                Collectors.toMap(
                    file -> file.resource() + file.kind().extension(),
                    ProjectFile::path,
                    (first, again) -> first));
  }

  /**
   * Prints a line for each resource that was created, changed or deleted.
   *
   * @param result the server's {@code build} or {@code deployment}
   * @return how many there are
   */
  int changes(JsonNode result) {
    return changes(result, "✓ %s %s");
  }

  /** The same for what a deployment would change. */
  void changesToCome(JsonNode result) {
    changes(result, "  %s would be %s");
  }

  private int changes(JsonNode result, String line) {
    int count = 0;
    for (String change : CHANGE_ORDER) {
      for (String kind : KIND_ORDER) {
        for (JsonNode name : result.path(change + "_" + kind + "_names")) {
          String file = name.asString() + KINDS.get(kind).extension();
          terminal.say(line.formatted(paths.getOrDefault(file, file), CHANGES.get(change)));
          count++;
        }
      }
    }
    return count;
  }

  /** Prints what the server remarks; problems are left to {@link #problems}. */
  void remarks(JsonNode result) {
    for (JsonNode remark : result.path("feedback")) {
      String level = remark.path("level").asString("INFO");
      String message = remark.path("message").asString("");
      Matcher export = BACKFILL.matcher(message);
      if (export.matches()) {
        backfill(export.group(1), export.group(2));
      } else if (!level.equals("ERROR")) {
        terminal.say("△ " + level + ": " + located(remark.path("resource").asString(""), message));
      }
    }
  }

  /** Prints for each mirror whose export was requested where that can be followed. */
  void backfills(JsonNode result) {
    for (JsonNode link : result.path("data_linkers")) {
      String export = link.path("settings").path("initial_export_arn").asString("");
      if (!export.isEmpty()) {
        String name = datasourceOf(result, link.path("datasource_id").asString(""));
        backfill(name, export);
      }
    }
  }

  private void backfill(String datasource, String export) {
    terminal.say(
        """
        △ DynamoDB initial export backfill started for datasource '%s'.
          AWS exports can stay in progress for several minutes; Nightjar will keep
          retrying the import until AWS marks the export as completed.
          Export ARN: %s\
        """
            .formatted(datasource, export));
  }

  /**
   * Prints each problem, with file, line and column where the server knows them.
   *
   * @param whole the whole answer
   * @param result its {@code build} or {@code deployment}
   * @return how many there are
   */
  int problems(JsonNode whole, JsonNode result) {
    Set<String> problems = new LinkedHashSet<>();
    for (JsonNode errors : List.of(whole.path("errors"), result.path("errors"))) {
      errors.forEach(error -> problems.add(problem(error)));
    }
    if (problems.isEmpty()) {
      for (JsonNode remark : result.path("feedback")) {
        if (remark.path("level").asString("").equals("ERROR")) {
          problems.add(
              located(remark.path("resource").asString(""), remark.path("message").asString("")));
        }
      }
    }
    if (problems.isEmpty() && whole.path("error").isString()) {
      problems.add(whole.path("error").asString());
    }
    problems.forEach(terminal::note);
    return problems.size();
  }

  private String problem(JsonNode error) {
    if (error.isString()) {
      return error.asString();
    }
    String file = error.path("filename").asString(error.path("resource").asString(""));
    String message = error.path("error").asString(error.path("message").asString(""));
    return located(paths.getOrDefault(file, file), message);
  }

  private static String located(String file, String message) {
    return file.isEmpty() || message.startsWith(file + ":") ? message : file + ": " + message;
  }

  private static String datasourceOf(JsonNode result, String id) {
    List<JsonNode> known = new ArrayList<>();
    result.path("datasources").forEach(known::add);
    return known.stream()
        .filter(datasource -> datasource.path("id").asString("").equals(id))
        .map(datasource -> datasource.path("name").asString(""))
        .findFirst()
        .or(() ->
            StreamSupport.stream(known.spliterator(), false)
                .map(datasource -> datasource.path("name").asString(""))
                .findFirst()
                .filter(name -> known.size() == 1))
        .orElse(id);
  }
}
