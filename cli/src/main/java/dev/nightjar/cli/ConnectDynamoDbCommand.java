package dev.nightjar.cli;

import dev.nightjar.cli.connect.ConnectionWizard;
import dev.nightjar.cli.connect.NumberKeyTypes;
import dev.nightjar.cli.connect.WizardOptions;
import dev.nightjar.cli.prompt.WrongOptionException;
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
      "Each server is an environment of its own. A role for two of them needs the account",
      "and the external ID of both: run `nightjar connection policy --host URL` for each."
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

  ConnectDynamoDbCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    WizardOptions options = answers.read(spec, this::options);
    return new Dialogue(spec, environment, client)
        .run(
            answers.yes,
            (server, interview, out) ->
                new ConnectionWizard(environment, server, interview, out, options).run());
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
        NumberKeyTypes.of(answers.numberKeyTypes),
        answers.enable,
        answers.force,
        answers.rolePatience());
  }
}
