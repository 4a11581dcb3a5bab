package dev.nightjar.cli;

import dev.nightjar.cli.api.Secrets;
import dev.nightjar.cli.api.ServerClient;
import dev.nightjar.cli.text.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

@Command(
    name = "secret",
    description = "Values that files name by {{ tb_secret(\"NAME\") }}, kept by the server.",
    synopsisSubcommandLabel = "(set | ls | rm)",
    footerHeading = "%nExamples:%n",
    footer = {
      "  nightjar secret set dynamodb_role_arn_orders arn:aws:iam::123456789012:role/nightjar",
      "  cat key.txt | nightjar secret set api_key -",
      "  nightjar secret ls"
    })
final class SecretCommand extends CommandGroup {

  static CommandLine line(Environment environment) {
    return new CommandLine(new SecretCommand())
        .addSubcommand(new Set(environment))
        .addSubcommand(new Ls(environment))
        .addSubcommand(new Remove(environment));
  }

  @Command(
      name = "set",
      description = "Sets a secret, new or known.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  nightjar secret set NAME VALUE",
        "  nightjar secret set NAME         asks for the value without showing it",
        "  nightjar secret set NAME - <f    the value is what standard input holds"
      })
  static final class Set implements Callable<Integer> {

    private final Environment environment;

    @Mixin ClientOptions client;

    @Parameters(index = "0", paramLabel = "NAME", description = "The secret's name.")
    String name;

    @Parameters(
        index = "1",
        arity = "0..1",
        paramLabel = "VALUE",
        description = "Its value; - reads standard input, as it is read where nobody can be asked.")
    Optional<String> value;

    Set(Environment environment) {
      this.environment = environment;
    }

    @Override
    public Integer call() {
      String secret = value();
      try (ServerClient server = client.connect(environment)) {
        boolean created = Secrets.set(server, name, secret);
        new Done(
                "✓ secret " + name + (created ? " created" : " set"),
                JsonNodeFactory.instance.objectNode().put("name", name).put("created", created))
            .print(client.format(), environment.terminal());
      }
      return 0;
    }

    private String value() {
      Terminal terminal = environment.terminal();
      if (value.isPresent() || !terminal.interactive()) {
        return SecretText.read(terminal, value.orElse("-"), "value for " + name);
      }
      return terminal
          .askSecretly("Value of " + name + ": ")
          .filter(text -> !text.isEmpty())
          .orElseThrow(() -> new UserException("No value was typed. Nothing was set."));
    }
  }

  @Command(
      name = "ls",
      description = "Lists the secrets' names; values are never shown.",
      footerHeading = "%nExamples:%n",
      footer = {"  nightjar secret ls"})
  static final class Ls implements Callable<Integer> {

    private final Environment environment;

    @Mixin ClientOptions client;

    Ls(Environment environment) {
      this.environment = environment;
    }

    @Override
    public Integer call() {
      try (ServerClient server = client.connect(environment)) {
        JsonNode document = server.get("/v0/variables");
        TextTable table = TextTable.of("NAME", "CREATED", "UPDATED");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("name", "created_at", "updated_at"));
        for (JsonNode secret : document.path("variables")) {
          List<String> row =
              List.of(
                  secret.path("name").asString(""),
                  secret.path("created_at").asString(""),
                  secret.path("updated_at").asString(""));
          table.row(row);
          rows.add(row);
        }
        new Listing(table, rows, document).print(client.format(), environment.terminal());
      }
      return 0;
    }
  }

  @Command(
      name = "rm",
      description = "Forgets a secret.",
      footerHeading = "%nExamples:%n",
      footer = {"  nightjar secret rm dynamodb_role_arn_my_ddb"})
  static final class Remove implements Callable<Integer> {

    private final Environment environment;

    @Mixin ClientOptions client;

    @Parameters(paramLabel = "NAME", description = "The secret's name.")
    String name;

    Remove(Environment environment) {
      this.environment = environment;
    }

    @Override
    public Integer call() {
      try (ServerClient server = client.connect(environment)) {
        if (!Secrets.remove(server, name)) {
          throw new UserException(
              "There is no secret " + name + ". `nightjar secret ls` lists them.");
        }
        new Done(
                "✓ secret " + name + " removed",
                JsonNodeFactory.instance.objectNode().put("name", name))
            .print(client.format(), environment.terminal());
      }
      return 0;
    }
  }
}
