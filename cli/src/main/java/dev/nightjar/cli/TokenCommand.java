package dev.nightjar.cli;

import dev.nightjar.cli.api.ServerClient;
import dev.nightjar.cli.text.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

@Command(
    name = "token",
    description = "Tokens: who may read, append or administer what in a workspace.",
    synopsisSubcommandLabel = "(ls | create | copy | refresh | rm)",
    footerHeading = "%nExamples:%n",
    footer = {
      "  nightjar token create app --scope PIPES:READ:top",
      "  nightjar token create web --scope PIPES:READ:top --expires 1h",
      "  nightjar token ls",
      "  curl \"localhost:7181/v0/pipes/top.json?token=$(nightjar token copy app)\""
    })
final class TokenCommand extends CommandGroup {

  static CommandLine line(Environment environment) {
    return new CommandLine(new TokenCommand())
        .addSubcommand(new Ls(environment))
        .addSubcommand(new CreateTokenCommand(environment))
        .addSubcommand(new Copy(environment))
        .addSubcommand(new Refresh(environment))
        .addSubcommand(new Remove(environment));
  }

  static String path(String name) {
    return "/v0/tokens/" + ServerClient.encode(name);
  }

  /** Scopes as one writes them. */
  static String scopes(JsonNode token) {
    return token
        .path("scopes")
        .valueStream()
        .map(scope ->
            scope.path("type").asString("")
                + after(scope.path("resource"))
                + after(scope.path("filter")))
        .collect(Collectors.joining(", "));
  }

  private static String after(JsonNode part) {
    return part.isString() ? ":" + part.asString() : "";
  }

  @Command(
      name = "ls",
      description = "Lists the static tokens and what they allow; JSON has their texts too.",
      footerHeading = "%nExamples:%n",
      footer = {"  nightjar token ls", "  nightjar token ls --output json"})
  static final class Ls implements Callable<Integer> {

    private final Environment environment;

    @Mixin ClientOptions client;

    Ls(Environment environment) {
      this.environment = environment;
    }

    @Override
    public Integer call() {
      try (ServerClient server = client.connect(environment)) {
        JsonNode document = server.get("/v0/tokens");
        TextTable table = TextTable.of("NAME", "SCOPES", "CREATED");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("name", "scopes", "created_at"));
        for (JsonNode token : document.path("tokens")) {
          List<String> row =
              List.of(
                  token.path("name").asString(""),
                  scopes(token),
                  token.path("created_at").asString(""));
          table.row(row);
          rows.add(row);
        }
        new Listing(table, rows, document).print(client.format(), environment.terminal());
      }
      return 0;
    }
  }

  @Command(
      name = "copy",
      description = "Prints the text of a static token, and nothing else.",
      footerHeading = "%nExamples:%n",
      footer = {"  nightjar token copy app", "  export TB_TOKEN=$(nightjar token copy app)"})
  static final class Copy implements Callable<Integer> {

    private final Environment environment;

    @Mixin ClientOptions client;

    @Parameters(paramLabel = "NAME", description = "The token's name or id.")
    String name;

    Copy(Environment environment) {
      this.environment = environment;
    }

    @Override
    public Integer call() {
      try (ServerClient server = client.connect(environment)) {
        JsonNode token = server.get(path(name));
        new Done(token.path("token").asString(""), token)
            .print(client.format(), environment.terminal());
      }
      return 0;
    }
  }

  @Command(
      name = "refresh",
      description =
          "Gives a token another text; the old one ends at once. The workspace admin token takes"
              + " the JWTs that it signed with it.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  nightjar token refresh app",
        "  nightjar token refresh \"workspace admin token\""
      })
  static final class Refresh implements Callable<Integer> {

    private final Environment environment;

    @Mixin ClientOptions client;

    @Parameters(paramLabel = "NAME", description = "The token's name or id.")
    String name;

    Refresh(Environment environment) {
      this.environment = environment;
    }

    @Override
    public Integer call() {
      try (ServerClient server = client.connect(environment)) {
        JsonNode token =
            server
                .post(path(name) + "/refresh", JsonNodeFactory.instance.objectNode())
                .required()
                .json();
        new Done(
                "✓ token %s refreshed\n%s"
                    .formatted(token.path("name").asString(name), token.path("token").asString("")),
                token)
            .print(client.format(), environment.terminal());
      }
      return 0;
    }
  }

  @Command(
      name = "rm",
      description = "Ends a token.",
      footerHeading = "%nExamples:%n",
      footer = {"  nightjar token rm app"})
  static final class Remove implements Callable<Integer> {

    private final Environment environment;

    @Mixin ClientOptions client;

    @Parameters(paramLabel = "NAME", description = "The token's name or id.")
    String name;

    Remove(Environment environment) {
      this.environment = environment;
    }

    @Override
    public Integer call() {
      try (ServerClient server = client.connect(environment)) {
        server.delete(path(name));
        new Done(
                "✓ token " + name + " removed",
                JsonNodeFactory.instance.objectNode().put("name", name))
            .print(client.format(), environment.terminal());
      }
      return 0;
    }
  }
}
