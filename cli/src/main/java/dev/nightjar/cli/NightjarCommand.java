package dev.nightjar.cli;

import dev.nightjar.cli.chaos.ChaosCommand;
import dev.nightjar.cli.demo.DemoCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

@Command(
    name = "nightjar",
    description = "Mirrors DynamoDB tables into ClickHouse and answers SQL.",
    versionProvider = BuildVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  nightjar demo                      all on this machine, with a local AWS",
      "  nightjar server                    a server; then, in a project folder:",
      "  nightjar connection create dynamodb",
      "  nightjar build --with-connections  make the tables, start the mirrors",
      "  nightjar sql \"SELECT count() FROM orders FINAL\"",
      "",
      "A command finds its server by --host and --token, --profile, --local or --cloud, else by",
      "the nearest .tinyb or tinybird.config.json, else it is that of the profile in use, else",
      "the one of this machine (http://localhost:7181).",
      "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 an error of nightjar itself."
    })
final class NightjarCommand implements Runnable {

  @Mixin ClientOptions client;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  boolean version;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show where in the program an error came from.")
  boolean debug;

  @Spec CommandSpec spec;

  static CommandLine line(Environment environment) {
    CommandLine line =
        new CommandLine(new NightjarCommand())
            .addSubcommand(new DemoCommand(environment))
            .addSubcommand(ServerCommand.line(environment))
            .addSubcommand(LocalCommand.line(environment))
            .addSubcommand(new AwsLocalCommand(environment))
            .addSubcommand(new ClickHouseCommand(environment))
            .addSubcommand(ProfileCommand.line(environment))
            .addSubcommand(WorkspaceCommand.line(environment))
            .addSubcommand(BranchCommand.line(environment))
            .addSubcommand(ConnectionCommand.line(environment))
            .addSubcommand(SecretCommand.line(environment))
            .addSubcommand(TokenCommand.line(environment))
            .addSubcommand(new BuildCommand(environment))
            .addSubcommand(new DeployCommand(environment))
            .addSubcommand(new SqlCommand(environment))
            .addSubcommand(new PullCommand(environment))
            .addSubcommand(DatasourceCommand.line(environment))
            .addSubcommand(PipeCommand.line(environment))
            .addSubcommand(CopyCommand.line(environment))
            .addSubcommand(JobCommand.line(environment))
            .addSubcommand(new DoctorCommand(environment))
            .addSubcommand(new PushCommand(environment))
            .addSubcommand(new CompletionCommand(environment))
            .addSubcommand(new StatusCommand(environment))
            .addSubcommand(new VerifyCommand(environment))
            .addSubcommand(new ResyncCommand(environment))
            .addSubcommand(new ChaosCommand(environment))
            .addSubcommand(new TortureCommand(environment));
    Failures failures = new Failures(environment.terminal());
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(environment.terminal().out())
        .setErr(environment.terminal().err())
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(failures::wrongUsage)
        .setExecutionExceptionHandler(failures::failed);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command.");
  }
}
