package dev.nightjar.cli;

import dev.nightjar.cli.api.ServerClient;
import dev.nightjar.cli.files.ProjectFile;
import dev.nightjar.cli.files.ProjectFolder;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "deploy",
    description = "Deploys the files of this folder and starts the mirrors of its tables.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  nightjar deploy --check    only says what would change and what is wrong",
      "  nightjar deploy            waits until it is live, not for the export",
      "  nightjar deploy --allow-destructive-operations"
    })
final class DeployCommand implements Callable<Integer> {

  private final Environment environment;

  @Mixin ClientOptions client;

  @Option(names = "--check", description = "Only validate; nothing is changed.")
  boolean check;

  @Option(
      names = "--allow-destructive-operations",
      description = "Allow to delete data sources and columns that the files no longer have.")
  boolean destructive;

  @Option(
      names = "--enable",
      description =
          "Switch on what a DynamoDB table lacks: its stream and its point-in-time recovery.")
  boolean enable;

  @Option(
      names = "--with-connections",
      description =
          "The mirrors start at every deployment; this option is for symmetry with build.")
  boolean withConnections;

  @Option(
      names = "--wait",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Whether to wait until the deployment is live (default: --wait).")
  boolean wait;

  DeployCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    List<ProjectFile> files =
        ProjectFolder.read(
            ProjectPlace.of(environment, ClientOptions.locator(environment).project()));
    try (ServerClient server = client.connect(environment)) {
      new Deployment(server, environment.terminal(), client.format())
          .run(files, new Deployment.Wish(check, destructive, enable, wait));
    }
    return 0;
  }
}
