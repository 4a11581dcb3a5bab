package dev.nightjar.cli;

import dev.nightjar.cli.api.FoundServer;
import dev.nightjar.cli.api.Profiles;
import dev.nightjar.cli.api.Side;
import dev.nightjar.cli.connect.ClassicConnection;
import dev.nightjar.cli.connect.ConnectionWizard;
import dev.nightjar.cli.connect.Environments;
import dev.nightjar.cli.connect.NumberKeyTypes;
import dev.nightjar.cli.connect.WizardOptions;
import dev.nightjar.cli.prompt.WrongOptionException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "dynamodb",
    description = {
      "Leads through connecting a DynamoDB table: prints the policies of the IAM role, validates the"
          + " table, keeps the role's ARN as a secret of the server, and writes the files"
          + " connections/NAME.connection and datasources/NAME.datasource.",
      "What an option says is not asked. Nothing is written before all is known."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  nightjar connection create dynamodb",
      "  nightjar connection create dynamodb --name my_ddb --yes \\",
      "    --role-arn arn:aws:iam::123456789012:role/nightjar \\",
      "    --table-arn arn:aws:dynamodb:us-east-1:123456789012:table/orders \\",
      "    --bucket my-exports --output json",
      "",
      "A script makes the role first: `nightjar connection policy` prints its policies.",
      "Local is the server of this machine. Cloud is that of --cloud: `nightjar profile",
      "add cloud` names it. With both the role trusts both, a statement each."
    })
final class ConnectDynamoDbCommand implements Callable<Integer> {

  private final Environment environment;

  @Mixin ClientOptions client;
  @Mixin AnswerOptions answers;

  @Spec CommandSpec spec;

  @Option(
      names = {"--name", "--connection-name"},
      paramLabel = "NAME",
      description = "The connection's name: letters, digits and underscores, a letter first.")
  Optional<String> name = Optional.empty();

  @Option(
      names = {"--table", "--table-name"},
      paramLabel = "NAME",
      description = "The table's name for the access policy, or * for any.")
  Optional<String> table = Optional.empty();

  @Option(
      names = "--region",
      paramLabel = "REGION",
      description = "The table's region (default: the table ARN's, your AWS profile's, us-east-1).")
  Optional<String> region = Optional.empty();

  @Option(names = "--role-arn", paramLabel = "ARN", description = "The role that you have made.")
  Optional<String> roleArn = Optional.empty();

  @Option(
      names = {"--datasource", "--datasource-name"},
      paramLabel = "NAME",
      description = "The name of the mirrored table (default: the connection's).")
  Optional<String> datasource = Optional.empty();

  @Option(
      names = {"--environments", "--environment"},
      paramLabel = "ENVIRONMENT",
      description =
          "Who uses the connection: local, cloud or both. The role trusts their accounts, and each"
              + " gets the secret (default with --yes: the server that the command is for).")
  Optional<Which> environments = Optional.empty();

  @Mixin PolicyOptions policies;

  @Option(
      names = "--classic",
      description =
          "As the classic command line does it: three confirmations, then role, region and name; the"
              + " connection is made on the server, for `nightjar push`.")
  boolean classic;

  /** Whose connection it is. */
  enum Which {
    LOCAL(Side.LOCAL),
    CLOUD(Side.CLOUD),
    BOTH(Side.LOCAL, Side.CLOUD);

    private final List<Side> sides;

    Which(Side... sides) {
      this.sides = List.of(sides);
    }
  }

  ConnectDynamoDbCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    if (classic) {
      return new Dialogue(spec, environment, client)
          .run(
              answers.yes,
              (server, interview, out) ->
                  new ClassicConnection(environment.directory(), server.client(), interview)
                      .create(
                          new ClassicConnection.Answers(
                              roleArn, region, name, answers.bucket, table)));
    }
    WizardOptions options = answers.read(spec, this::options);
    return new Dialogue(spec, environment, client)
        .run(
            answers.yes,
            (server, interview, out) -> {
              try (Environments all = environments(server)) {
                return new ConnectionWizard(environment, all, interview, out, options).run();
              }
            });
  }

  private Environments environments(FoundServer server) {
    return new Environments(
        server,
        ClientOptions.locator(environment),
        () -> Profiles.of(environment.home(), environment.variables()));
  }

  private WizardOptions options() {
    if (answers.yes && roleArn.isEmpty()) {
      throw new WrongOptionException(
          "--role-arn is needed with --yes. `nightjar connection policy` prints the policies of the role.");
    }
    if (answers.yes && answers.tableArn.isPresent() && answers.bucket.isEmpty()) {
      throw new WrongOptionException("--bucket is needed with --yes and --table-arn.");
    }
    return new WizardOptions(
        client.program(),
        name,
        table,
        answers.bucket,
        region,
        roleArn,
        answers.tableArn,
        datasource,
        environments.map(which -> which.sides),
        policies.output(),
        NumberKeyTypes.of(answers.numberKeyTypes),
        answers.enable,
        answers.force,
        answers.rolePatience());
  }
}
