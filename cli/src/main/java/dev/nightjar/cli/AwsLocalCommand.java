package dev.nightjar.cli;

import dev.nightjar.awslocal.AwsLocal;
import dev.nightjar.awslocal.AwsLocalOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "aws-local",
    description = "A stand-in for AWS on this machine, until Ctrl-C. Its tables are in memory.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  nightjar aws-local --port 4566",
      "  export AWS_ENDPOINT_URL=http://127.0.0.1:4566 AWS_REGION=us-east-1",
      "  export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test",
      "  aws dynamodb list-tables"
    })
final class AwsLocalCommand implements Callable<Integer> {

  private final Environment environment;

  @Option(
      names = "--port",
      defaultValue = "4566",
      paramLabel = "PORT",
      description = "The port of all services; 0 takes a free one (default: ${DEFAULT-VALUE}).")
  int port;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      paramLabel = "ADDRESS",
      description = "The address to listen on (default: ${DEFAULT-VALUE}).")
  String host;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Where S3 keeps its objects (default: in memory).")
  Optional<Path> dataDir = Optional.empty();

  AwsLocalCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    AwsLocalOptions options = AwsLocalOptions.defaults().withHost(host).withPort(port);
    AwsLocalOptions kept =
        dataDir
            .map(environment.directory()::resolve)
            .map(options::withDataDirectory)
            .orElse(options);
    try (Interruption interruption = new Interruption();
        AwsLocal aws = AwsLocal.start(kept)) {
      environment
          .terminal()
          .say("A local AWS answers at " + aws.endpoint() + " (key test, secret test).");
      interruption.await();
      return interruption.requested() ? 0 : 1;
    } catch (UncheckedIOException | IOException e) {
      throw new UserException(
          "The local AWS cannot listen on "
              + host
              + ":"
              + port
              + ": "
              + e.getMessage()
              + ". Choose another --port.",
          e);
    }
  }
}
