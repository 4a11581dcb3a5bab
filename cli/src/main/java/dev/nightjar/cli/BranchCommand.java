package dev.nightjar.cli;

import dev.nightjar.cli.api.Branches;
import dev.nightjar.cli.api.FoundServer;
import dev.nightjar.cli.api.Json;
import dev.nightjar.cli.api.ServerClient;
import dev.nightjar.cli.api.ServerLocator;
import dev.nightjar.cli.text.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

@Command(
    name = "branch",
    description = {
      "Branches of a workspace: tables of their own, the connections and secrets of their parent."
    },
    synopsisSubcommandLabel = "(create | ls | use | rm)",
    footerHeading = "%nExamples:%n",
    footer = {
      "  nightjar branch create new_columns --use",
      "  nightjar build --with-connections      a mirror in the branch exports its table again",
      "  nightjar branch use main               back to the workspace",
      "  nightjar branch rm new_columns --yes"
    })
final class BranchCommand extends CommandGroup {

  static CommandLine line(Environment environment) {
    return new CommandLine(new BranchCommand())
        .addSubcommand(new Create(environment))
        .addSubcommand(new Ls(environment))
        .addSubcommand(new Use(environment))
        .addSubcommand(new Remove(environment));
  }

  /**
   * A command about branches is for their workspace, also in a folder that uses one of them, and
   * for the server that {@code --branch} means.
   */
  abstract static class OfMain extends ServerTask {

    OfMain(Environment environment) {
      super(environment);
    }

    @Override
    public Integer call() {
      if (!client.wish().saysNothing() || client.wish().token().isPresent()) {
        return super.call();
      }
      ServerLocator locator = ClientOptions.locator(environment());
      ClientOptions.warnOfForeignFiles(environment(), locator);
      try (FoundServer server = locator.ofBranches()) {
        return run(server.client());
      }
    }
  }

  @Command(
      name = "create",
      description = "Makes a branch. It is empty: a build or a deployment makes its tables.",
      footerHeading = "%nExample:%n",
      footer = "  nightjar branch create new_columns --use")
  static final class Create extends OfMain {

    @Parameters(paramLabel = "NAME", description = "Letters, digits and underscores.")
    String name;

    @Option(names = "--use", description = "Use it in this folder from now on.")
    boolean use;

    Create(Environment environment) {
      super(environment);
    }

    @Override
    int run(ServerClient server) {
      JsonNode begun = server.send("/v1/environments?name=" + ServerClient.encode(name));
      JsonNode job = begun.path("job");
      if (job.isObject()) {
        RunningJob.await(server, job);
      }
      JsonNode branch = Branches.require(server, name);
      if (use) {
        new SavedWorkspace(environment().directory()).useBranch(server, branch);
      }
      print(
          new Done(
              "✓ branch " + name + " created" + (use ? ", and used in this folder" : ""),
              Json.without(branch, "token")));
      return 0;
    }
  }

  @Command(
      name = "ls",
      description = "Lists the branches.",
      footerHeading = "%nExample:%n",
      footer = "  nightjar branch ls --output json")
  static final class Ls extends OfMain {

    Ls(Environment environment) {
      super(environment);
    }

    @Override
    int run(ServerClient server) {
      TextTable table = TextTable.of("NAME", "ID", "CREATED");
      List<List<String>> rows = new ArrayList<>();
      rows.add(List.of("name", "id", "created_at"));
      List<JsonNode> shown = new ArrayList<>();
      for (JsonNode branch : Branches.all(server)) {
        List<String> row =
            List.of(
                branch.path("name").asString(""),
                branch.path("id").asString(""),
                branch.path("created_at").asString(""));
        table.row(row);
        rows.add(row);
        shown.add(Json.without(branch, "token"));
      }
      print(new Listing(table, rows, Json.list("environments", shown)));
      return 0;
    }
  }

  @Command(
      name = "use",
      description = {
        "Makes this folder's commands be for a branch: writes its token to .tinyb. The workspace's own"
            + " name, or `main`, goes back."
      },
      footerHeading = "%nExamples:%n",
      footer = {"  nightjar branch use new_columns", "  nightjar branch use main"})
  static final class Use extends OfMain {

    @Parameters(paramLabel = "NAME", description = "The branch's name, or main.")
    String name;

    Use(Environment environment) {
      super(environment);
    }

    @Override
    int run(ServerClient server) {
      SavedWorkspace saved = new SavedWorkspace(environment().directory());
      Optional<JsonNode> branch = Branches.named(server, name);
      JsonNode own = server.get("/v1/workspace");
      boolean back =
          branch.isEmpty() && (name.equals("main") || own.path("name").asString("").equals(name));
      if (back) {
        saved.use(server, withToken(own, server.token()));
      } else {
        saved.useBranch(server, branch.orElseGet(() -> Branches.require(server, name)));
      }
      print(
          new Done(
              "✓ now using " + (back ? "the workspace " : "the branch ") + name,
              JsonNodeFactory.instance.objectNode().put("name", name).put("is_branch", !back)));
      return 0;
    }

    private static JsonNode withToken(JsonNode workspace, String token) {
      return JsonNodeFactory.instance
          .objectNode()
          .put("id", workspace.path("id").asString(""))
          .put("name", workspace.path("name").asString(""))
          .put("token", token);
    }
  }

  @Command(
      name = "rm",
      description = "Deletes a branch with its tables; its mirrors are stopped first.",
      footerHeading = "%nExample:%n",
      footer = "  nightjar branch rm new_columns --yes")
  static final class Remove extends OfMain {

    @Parameters(paramLabel = "NAME", description = "The branch's name.")
    String name;

    @Mixin Agreement agreement;

    Remove(Environment environment) {
      super(environment);
    }

    @Override
    int run(ServerClient server) {
      JsonNode branch = Branches.require(server, name);
      if (!agreement.given(terminal(), "Delete the branch " + name + " and all its tables?")) {
        return 1;
      }
      server.delete("/v0/environments/" + ServerClient.encode(branch.path("id").asString(name)));
      print(new Done("✓ branch " + name + " deleted", Json.without(branch, "token")));
      return 0;
    }
  }
}
