package dev.nightjar.cli;

import dev.nightjar.cli.api.Json;
import dev.nightjar.cli.api.Secrets;
import dev.nightjar.cli.api.ServerClient;
import dev.nightjar.cli.connect.AnswerChecks;
import dev.nightjar.cli.connect.PolicyPaper;
import dev.nightjar.cli.connect.RolePolicies;
import dev.nightjar.cli.text.TextTable;
import dev.nightjar.project.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

@Command(
    name = "connection",
    description = "Access to DynamoDB tables in AWS.",
    synopsisSubcommandLabel = "(create | policy | ls | check | rm)",
    footerHeading = "%nExamples:%n",
    footer = {
      "  nightjar connection create dynamodb    leads from the role in AWS to the files",
      "  nightjar connection policy --table orders --bucket my-exports",
      "  nightjar connection ls"
    })
final class ConnectionCommand extends CommandGroup {

  static CommandLine line(Environment environment) {
    return new CommandLine(new ConnectionCommand())
        .addSubcommand(
            new CommandLine(new Create()).addSubcommand(new ConnectDynamoDbCommand(environment)))
        .addSubcommand(new Policy(environment))
        .addSubcommand(new Ls(environment))
        .addSubcommand(new CheckConnectionCommand(environment))
        .addSubcommand(new Remove(environment));
  }

  @Command(
      name = "create",
      description = "Makes a connection.",
      synopsisSubcommandLabel = "dynamodb",
      footerHeading = "%nExample:%n",
      footer = "  nightjar connection create dynamodb")
  static final class Create implements Runnable {

    @Spec CommandSpec spec;

    @Override
    public void run() {
      throw new ParameterException(
          spec.commandLine(), "Say to what: nightjar connection create dynamodb.");
    }
  }

  @Command(
      name = "policy",
      description = {
        "Prints the two policies of the IAM role as JSON: what it may do (access_policy) and who may"
            + " assume it (trust_policy)."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  nightjar connection policy --name my_ddb --table orders --bucket my-exports",
        "  nightjar connection policy --name my_ddb --table orders --bucket my-exports --aws-cli",
        "  nightjar connection policy --name my_ddb --only trust > trust.json",
        "  aws iam create-role --role-name nightjar --assume-role-policy-document file://trust.json"
      })
  static final class Policy implements Callable<Integer> {

    /** One of the two documents. */
    enum Document {
      ACCESS,
      TRUST
    }

    private final Environment environment;

    @Mixin ClientOptions client;

    @Spec CommandSpec spec;

    @Option(
        names = {"--name", "--connection", "--connection-name"},
        paramLabel = "NAME",
        description =
            "The connection's name, which the external ID is made from. Without it the role serves"
                + " every connection of the server.")
    Optional<String> name = Optional.empty();

    @Option(
        names = "--table",
        paramLabel = "NAME",
        defaultValue = "*",
        description = "The table's name, or * for any (default).")
    String table;

    @Option(
        names = "--bucket",
        paramLabel = "NAME",
        defaultValue = "*",
        description = "The export bucket's name, or * for any (default).")
    String bucket;

    @Option(
        names = "--only",
        paramLabel = "DOCUMENT",
        description = "Print only one document: access or trust.")
    Optional<Document> only = Optional.empty();

    @Mixin PolicyOptions forms;

    Policy(Environment environment) {
      this.environment = environment;
    }

    @Override
    public Integer call() {
      String seed = name.map(text -> read("--name", text, AnswerChecks::connectionName)).orElse("");
      String tableName = read("--table", table, AnswerChecks::tableName);
      String bucketName = read("--bucket", bucket, AnswerChecks::bucketOrAny);
      try (ServerClient server = client.connect(environment)) {
        RolePolicies policies = RolePolicies.of(server, seed, tableName, bucketName);
        PolicyPaper paper = new PolicyPaper(environment.directory(), forms.output());
        paper
            .write(policies)
            .forEach(file -> environment.terminal().note("✓ " + file + " written"));
        List<String> code = paper.forms(policies, tableName);
        if (!code.isEmpty()) {
          code.forEach(environment.terminal()::say);
          return 0;
        }
        JsonNode document =
            only.<JsonNode>map(one -> one == Document.ACCESS ? policies.access() : policies.trust())
                .orElseGet(policies::json);
        environment.terminal().say(Json.pretty(document));
      }
      return 0;
    }

    private String read(String option, String text, Function<String, Reading<String>> check) {
      return switch (check.apply(text)) {
        case Reading.Read<String>(String value) -> value;
        case Reading.Refused<String>(String problem) ->
            throw new ParameterException(spec.commandLine(), option + ": " + problem);
      };
    }
  }

  @Command(
      name = "ls",
      description = "Lists the connections of the workspace, and how many tables each has.",
      footerHeading = "%nExample:%n",
      footer = "  nightjar connection ls --output json")
  static final class Ls implements Callable<Integer> {

    private final Environment environment;

    @Mixin ClientOptions client;

    Ls(Environment environment) {
      this.environment = environment;
    }

    @Override
    public Integer call() {
      try (ServerClient server = client.connect(environment)) {
        JsonNode document = server.get("/v0/connectors");
        TextTable table = TextTable.of("NAME", "TYPE", "REGION", "ROLE", "TABLES");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("name", "service", "region", "role", "tables"));
        for (JsonNode connection : document.path("connectors")) {
          JsonNode settings = connection.path("settings");
          List<String> row =
              List.of(
                  connection.path("name").asString(""),
                  connection.path("service").asString(""),
                  settings.path("dynamodb_iamrole_region").asString(""),
                  settings.path("dynamodb_iamrole_arn").asString(""),
                  Integer.toString(connection.path("linkers").size()));
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
      description =
          "Removes a connection from the server. One that a table uses is not removed, and a file"
              + " that is there brings it back at the next build.",
      footerHeading = "%nExample:%n",
      footer = "  nightjar connection rm my_ddb")
  static final class Remove implements Callable<Integer> {

    private final Environment environment;

    @Mixin ClientOptions client;

    @Parameters(paramLabel = "NAME", description = "The connection's name.")
    String name;

    Remove(Environment environment) {
      this.environment = environment;
    }

    @Override
    public Integer call() {
      try (ServerClient server = client.connect(environment)) {
        server.delete("/v0/connectors/" + ServerClient.encode(name));
        String secret = "dynamodb_role_arn_" + name;
        boolean stays = Secrets.isSet(server, secret);
        String remark =
            stays
                ? "\n  Its secret stays: `%s secret rm %s` forgets it."
                    .formatted(client.program(), secret)
                : "";
        new Done(
                "✓ connection " + name + " removed" + remark,
                JsonNodeFactory.instance
                    .objectNode()
                    .put("name", name)
                    .put("secret", stays ? secret : null))
            .print(client.format(), environment.terminal());
      }
      return 0;
    }
  }
}
