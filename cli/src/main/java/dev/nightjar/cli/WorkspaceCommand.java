package dev.nightjar.cli;

import dev.nightjar.cli.api.Answer;
import dev.nightjar.cli.api.Json;
import dev.nightjar.cli.api.ServerClient;
import dev.nightjar.cli.text.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "workspace",
    description = "The workspaces of a server: each has tables, pipes and secrets of its own.",
    synopsisSubcommandLabel = "(create | ls | current | use | delete)",
    footerHeading = "%nExamples:%n",
    footer = {
      "  nightjar workspace current",
      "  nightjar workspace create reports --use",
      "  nightjar workspace use main"
    })
final class WorkspaceCommand extends CommandGroup {

  private static final String LIST = "/v1/user/workspaces?with_environments=false";

  static CommandLine line(Environment environment) {
    return new CommandLine(new WorkspaceCommand())
        .addSubcommand(new Create(environment))
        .addSubcommand(new Ls(environment))
        .addSubcommand(new Current(environment))
        .addSubcommand(new Use(environment))
        .addSubcommand(new Delete(environment));
  }

  /** With the user's token where the server tells it: a workspace's own sees no other. */
  private static ServerClient asUser(ServerClient server) {
    // a token that is wrong is not replaced by one that is right
    server.get("/v1/workspace");
    Answer tokens = server.ask("/tokens");
    String user = tokens.ok() ? tokens.json().path("user_token").asString("") : "";
    return new ServerClient(server.base(), user.isEmpty() ? server.token() : user);
  }

  private static List<JsonNode> all(ServerClient server) {
    List<JsonNode> workspaces = new ArrayList<>();
    try (ServerClient user = asUser(server)) {
      user.get(LIST).path("workspaces").forEach(workspaces::add);
    }
    return workspaces;
  }

  private static JsonNode require(ServerClient server, String nameOrId) {
    return all(server).stream()
        .filter(each ->
            each.path("name").asString("").equals(nameOrId)
                || each.path("id").asString("").equals(nameOrId))
        .findFirst()
        .orElseThrow(() ->
            new UserException(
                "There is no workspace `"
                    + nameOrId
                    + "` that this token may see. `nightjar workspace ls` lists them."));
  }

  @Command(
      name = "create",
      description = "Makes a workspace; needs the token of the user or of the main workspace.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  nightjar workspace create reports",
        "  nightjar workspace create reports --use   and this folder's commands are for it"
      })
  static final class Create extends ServerTask {

    @Parameters(paramLabel = "NAME", description = "Letters, digits and underscores.")
    String name;

    @Option(names = "--use", description = "Use it in this folder from now on.")
    boolean use;

    Create(Environment environment) {
      super(environment);
    }

    @Override
    int run(ServerClient server) {
      JsonNode made;
      try (ServerClient user = asUser(server)) {
        made = user.form("POST", "/v1/workspaces", Map.of("name", name));
      }
      if (use) {
        new SavedWorkspace(environment().directory()).use(server, made);
      }
      print(
          new Done(
              "✓ workspace " + name + " created" + (use ? ", and used in this folder" : ""),
              withoutToken(made)));
      return 0;
    }
  }

  @Command(
      name = "ls",
      description = "Lists the workspaces that the token may see.",
      footerHeading = "%nExample:%n",
      footer = "  nightjar workspace ls --output csv")
  static final class Ls extends ServerTask {

    Ls(Environment environment) {
      super(environment);
    }

    @Override
    int run(ServerClient server) {
      String current = server.get("/v1/workspace").path("id").asString("");
      TextTable table = TextTable.of("NAME", "ID", "ROLE", "CURRENT");
      List<List<String>> rows = new ArrayList<>();
      rows.add(List.of("name", "id", "role", "current"));
      List<JsonNode> shown = new ArrayList<>();
      for (JsonNode workspace : all(server)) {
        String id = workspace.path("id").asString("");
        List<String> row =
            List.of(
                workspace.path("name").asString(""),
                id,
                workspace.path("role").asString(""),
                Boolean.toString(id.equals(current)));
        table.row(row.get(0), row.get(1), row.get(2), id.equals(current) ? "*" : "");
        rows.add(row);
        shown.add(withoutToken(workspace));
      }
      print(new Listing(table, rows, Json.list("workspaces", shown)));
      return 0;
    }
  }

  @Command(
      name = "current",
      description = "Shows the server and the workspace that commands here are for.",
      footerHeading = "%nExample:%n",
      footer = "  nightjar --cloud workspace current")
  static final class Current extends ServerTask {

    Current(Environment environment) {
      super(environment);
    }

    @Override
    int run(ServerClient server) {
      JsonNode workspace = server.get("/v1/workspace");
      List<String> row =
          List.of(
              workspace.path("name").asString(""),
              workspace.path("id").asString(""),
              server.base().toString(),
              workspace.path("scope").asString(""));
      TextTable table = TextTable.of("NAME", "ID", "SERVER", "TOKEN").row(row);
      print(new Listing(table, List.of(List.of("name", "id", "server", "scope"), row), workspace));
      return 0;
    }
  }

  @Command(
      name = "use",
      description =
          "Makes this folder's commands be for a workspace: writes its server and token to .tinyb,"
              + " which belongs in no repository.",
      footerHeading = "%nExample:%n",
      footer = "  nightjar workspace use reports")
  static final class Use extends ServerTask {

    @Parameters(paramLabel = "NAME", description = "The workspace's name or id.")
    String name;

    Use(Environment environment) {
      super(environment);
    }

    @Override
    int run(ServerClient server) {
      JsonNode workspace = require(server, name);
      SavedWorkspace saved = new SavedWorkspace(environment().directory());
      saved.use(server, workspace);
      print(
          new Done(
              "✓ now using %s (in %s)".formatted(workspace.path("name").asString(""), saved.file()),
              withoutToken(workspace)));
      return 0;
    }
  }

  @Command(
      name = "delete",
      description = "Deletes a workspace with its tables, mirrors and secrets.",
      footerHeading = "%nExample:%n",
      footer = "  nightjar workspace delete reports --yes")
  static final class Delete extends ServerTask {

    @Parameters(paramLabel = "NAME", description = "The workspace's name or id.")
    String name;

    @Mixin Agreement agreement;

    Delete(Environment environment) {
      super(environment);
    }

    @Override
    int run(ServerClient server) {
      JsonNode workspace = require(server, name);
      String shown = workspace.path("name").asString("");
      if (!agreement.given(
          terminal(), "Delete the workspace " + shown + " and all that is in it?")) {
        return 1;
      }
      Answer answer;
      try (ServerClient user = asUser(server)) {
        answer =
            user.remove("/v1/workspaces/" + ServerClient.encode(workspace.path("id").asString("")));
      }
      answer.required();
      new SavedWorkspace(environment().directory()).forget(workspace.path("id").asString(""));
      print(new Done("✓ workspace " + shown + " deleted", answer.json()));
      return 0;
    }
  }

  /** Tokens are in the files that need them, not on screens. */
  private static JsonNode withoutToken(JsonNode workspace) {
    return Json.without(workspace, "token");
  }
}
