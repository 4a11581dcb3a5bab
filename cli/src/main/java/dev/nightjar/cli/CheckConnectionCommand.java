package dev.nightjar.cli;

import dev.nightjar.cli.api.ServerClient;
import dev.nightjar.cli.files.ProjectFile;
import dev.nightjar.cli.files.ProjectFile.Kind;
import dev.nightjar.cli.files.ProjectFolder;
import dev.nightjar.cli.remote.AwsChecks;
import dev.nightjar.cli.remote.Check;
import dev.nightjar.cli.remote.LiveFiles;
import dev.nightjar.cli.remote.MirrorSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "check",
    description = {
      "Tries all that a connection needs of AWS, by calls that change nothing: the role and its external"
          + " id, every action of the access policy, the table, its stream and recovery, the bucket.",
      "The connection is the project's, else the server's. Exits with 1 where something fails."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  nightjar connection check my_ddb",
      "  nightjar --cloud connection check my_ddb --output json",
      "  nightjar connection check my_ddb --bucket my-exports \\",
      "    --table-arn arn:aws:dynamodb:us-east-1:123456789012:table/orders"
    })
final class CheckConnectionCommand extends ServerTask {

  @Parameters(paramLabel = "NAME", description = "The connection's name.")
  String name;

  @Option(
      names = "--table-arn",
      paramLabel = "ARN",
      description = "The table (default: those of the data sources that use the connection).")
  Optional<String> tableArn = Optional.empty();

  @Option(names = "--bucket", paramLabel = "NAME", description = "The bucket of exports.")
  Optional<String> bucket = Optional.empty();

  CheckConnectionCommand(Environment environment) {
    super(environment);
  }

  @Override
  int run(ServerClient server) {
    List<MirrorSource> sources =
        MirrorSource.of(known(server)).stream()
            .filter(source -> source.connection().equals(name))
            .map(source -> source.withTable(tableArn, bucket))
            .toList();
    if (sources.isEmpty()) {
      throw new UserException(
          "There is no DynamoDB connection `"
              + name
              + "` in this folder or on the server. `nightjar connection ls` lists the server's.");
    }
    List<Check> checks = new ArrayList<>();
    sources.forEach(source -> checks.addAll(AwsChecks.of(server, source)));
    return new CheckReport(checks).print(client.format(), terminal());
  }

  /** The project's files win over the server's of the same name. */
  private List<ProjectFile> known(ServerClient server) {
    List<ProjectFile> own = ProjectFolder.list(environment().directory());
    boolean whole =
        own.stream()
            .anyMatch(file -> file.kind() == Kind.CONNECTION && file.resource().equals(name));
    Function<ProjectFile, String> key = file -> file.resource() + file.kind();
    return whole
        ? own
        : Stream.concat(own.stream(), LiveFiles.all(server).stream())
            .collect(Collectors.toMap(key, file -> file, (first, again) -> first))
            .values()
            .stream()
            .toList();
  }
}
