package dev.nightjar.cli;

import dev.nightjar.cli.api.Json;
import dev.nightjar.cli.api.ServerClient;
import dev.nightjar.cli.files.NewFiles;
import dev.nightjar.cli.files.ProjectFile;
import dev.nightjar.cli.files.ProjectFolder;
import dev.nightjar.cli.remote.LiveFiles;
import dev.nightjar.cli.text.Csv;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "pull",
    description = {
      "Writes the datafiles that are live on the server into this folder: all of them, or none. A file"
          + " that is here and says something else is replaced only with --force."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  nightjar pull", "  nightjar --cloud pull --force"})
final class PullCommand extends ServerTask {

  @Option(names = "--force", description = "Replace files that differ.")
  boolean force;

  PullCommand(Environment environment) {
    super(environment);
  }

  @Override
  int run(ServerClient server) {
    Map<String, ProjectFile> here =
        ProjectFolder.list(environment().directory()).stream()
            .collect(
                Collectors.toMap(PullCommand::key, Function.identity(), (first, again) -> first));
    Map<String, String> texts = new LinkedHashMap<>();
    List<String> same = new ArrayList<>();
    List<String> other = new ArrayList<>();
    for (ProjectFile live : LiveFiles.all(server)) {
      ProjectFile mine = here.get(key(live));
      String path = mine == null ? live.path() : mine.path();
      if (mine != null && mine.text().strip().equals(live.text().strip())) {
        same.add(path);
        continue;
      }
      if (mine != null) {
        other.add(path);
      }
      texts.put(path, QueryResult.lineEnded(live.text()));
    }
    if (!other.isEmpty() && !force) {
      throw new UserException(
          "These files differ from what is live; --force replaces them: "
              + String.join(", ", other)
              + ". Nothing was written.");
    }
    try (NewFiles files = NewFiles.prepare(environment().directory(), texts, force)) {
      tell(files.put(), same);
    }
    return 0;
  }

  private void tell(List<String> written, List<String> same) {
    if (isJson()) {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      ArrayNode paths = json.putArray("written");
      written.forEach(paths::add);
      ArrayNode unchanged = json.putArray("unchanged");
      same.forEach(unchanged::add);
      terminal().say(Json.pretty(json));
      return;
    }
    if (client.format() == OutputFormat.CSV) {
      terminal().say(Csv.line(List.of("path", "written")));
      written.forEach(path -> terminal().say(Csv.line(List.of(path, "true"))));
      same.forEach(path -> terminal().say(Csv.line(List.of(path, "false"))));
      return;
    }
    written.forEach(path -> terminal().say("✓ " + path));
    terminal()
        .say(
            written.isEmpty()
                ? "Nothing to pull: this folder has all that is live."
                : "✓ " + written.size() + (written.size() == 1 ? " file" : " files") + " written");
  }

  private static String key(ProjectFile file) {
    return file.resource() + file.kind().extension();
  }
}
