package dev.nightjar.cli;

import dev.nightjar.cli.connect.DatasourceDialogue;
import dev.nightjar.cli.connect.NumberKeyTypes;
import dev.nightjar.cli.connect.PolicyOutput;
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
    name = "create",
    description = {
      "Writes the file datasources/NAME.datasource for a DynamoDB table, with a connection that the"
          + " project has. The table is validated first; what no option says is asked."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  nightjar datasource create --dynamodb",
      "  nightjar datasource create --dynamodb --yes --name orders --connection my_ddb \\",
      "    --table-arn arn:aws:dynamodb:us-east-1:123456789012:table/orders \\",
      "    --bucket my-exports"
    })
final class CreateDatasourceCommand implements Callable<Integer> {

  private final Environment environment;

  @Mixin ClientOptions client;
  @Mixin AnswerOptions answers;

  @Spec CommandSpec spec;

  @Option(
      names = "--dynamodb",
      required = true,
      description = "The data source mirrors a DynamoDB table.")
  boolean dynamodb;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The data source's name (default: the table's).")
  Optional<String> name = Optional.empty();

  @Option(
      names = {"--connection", "--connection-name"},
      paramLabel = "NAME",
      description = "The connection to use (default: the only one of the project).")
  Optional<String> connection = Optional.empty();

  CreateDatasourceCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    WizardOptions options = answers.read(spec, this::options);
    return new Dialogue(spec, environment, client)
        .run(
            answers.yes,
            (server, interview, out) ->
                new DatasourceDialogue(environment, server.client(), interview, out, options)
                    .run());
  }

  private WizardOptions options() {
    if (answers.yes && (answers.tableArn.isEmpty() || answers.bucket.isEmpty())) {
      throw new WrongOptionException("--table-arn and --bucket are needed with --yes.");
    }
    return new WizardOptions(
        client.program(),
        connection,
        Optional.empty(),
        answers.bucket,
        Optional.empty(),
        Optional.empty(),
        answers.tableArn,
        name,
        Optional.empty(),
        PolicyOutput.CONSOLE,
        NumberKeyTypes.of(answers.numberKeyTypes),
        answers.enable,
        answers.force,
        answers.rolePatience());
  }
}
