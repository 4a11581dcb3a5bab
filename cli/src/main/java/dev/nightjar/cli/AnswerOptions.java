package dev.nightjar.cli;

import dev.nightjar.cli.connect.WizardOptions;
import dev.nightjar.cli.prompt.WrongOptionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of every command that asks about a table. */
final class AnswerOptions {

  @Option(
      names = {"--table-arn", "--dynamodb-table-arn"},
      paramLabel = "ARN",
      description = "The DynamoDB table to mirror; it is validated before anything is written.")
  Optional<String> tableArn = Optional.empty();

  @Option(
      names = {"--bucket", "--dynamodb-export-bucket"},
      paramLabel = "NAME",
      description = "The S3 bucket that the table is exported to.")
  Optional<String> bucket = Optional.empty();

  @Option(
      names = "--number-key-type",
      paramLabel = "TYPE",
      description =
          "The column of a number key: String (exact digits, the default), Int64 or"
              + " Decimal(38,S) (sort as numbers). NAME=TYPE is for one key only; may be repeated.")
  List<String> numberKeyTypes = new ArrayList<>();

  @Option(
      names = "--enable",
      description = "Switch on the table's stream and point-in-time recovery where they are off.")
  boolean enable;

  @Option(names = "--force", description = "Replace files and a secret that are there already.")
  boolean force;

  @Option(
      names = {"-y", "--yes", "--non-interactive"},
      description = "Ask nothing: what no option says takes its default, or is an error.")
  boolean yes;

  @Option(
      names = "--role-timeout",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description =
          "How long to try a role that AWS does not let the server assume yet (default: 30).")
  int roleTimeout;

  /** Reads all options; a wrong one is wrong usage of that command. */
  WizardOptions read(CommandSpec command, Supplier<WizardOptions> reader) {
    if (roleTimeout < 0) {
      throw new ParameterException(
          command.commandLine(), "--role-timeout: seconds cannot be fewer than 0.");
    }
    try {
      return reader.get();
    } catch (WrongOptionException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }

  Duration rolePatience() {
    return Duration.ofSeconds(roleTimeout);
  }
}
