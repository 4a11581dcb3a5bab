package dev.nightjar.cli;

import dev.nightjar.awslocal.AwsLocal;
import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.awslocal.RootKey;
import dev.nightjar.awslocal.faults.Faults;
import dev.nightjar.cli.api.ServerClient;
import dev.nightjar.cli.api.ServerLocator;
import dev.nightjar.cli.demo.AwsProperties;
import dev.nightjar.cli.demo.DemoProject;
import dev.nightjar.cli.demo.DemoRole;
import dev.nightjar.proving.flights.AwsClients;
import dev.nightjar.proving.flights.ChangeLog;
import dev.nightjar.proving.flights.FlightTable;
import dev.nightjar.proving.flights.Flights;
import dev.nightjar.server.NightjarServer;
import dev.nightjar.server.ServerOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A machine with a local AWS and a server that uses it, for tests of commands. */
final class Machine implements AutoCloseable {

  static final String BUCKET = "flights-exports";

  private final AwsLocal awsLocal;
  private final AwsProperties properties;
  private final AwsClients aws;
  private final NightjarServer nightjar;

  Machine(Path folder) throws IOException {
    this(folder, options -> options);
  }

  /** With a server of other options. */
  Machine(Path folder, UnaryOperator<ServerOptions> change) throws IOException {
    awsLocal = AwsLocal.start(AwsLocalOptions.defaults());
    RootKey key = AwsLocalOptions.defaults().rootKeys().getFirst();
    properties = new AwsProperties(awsLocal.endpoint(), key.id(), key.secret());
    aws = new AwsClients(awsLocal.endpoint(), key.id(), key.secret());
    nightjar =
        NightjarServer.start(change.apply(ServerOptions.in(folder.resolve("data")).withPort(0)));
  }

  /** AWS's own SDK, for what a user does there. */
  AwsClients aws() {
    return aws;
  }

  /** What can go wrong in its AWS, or take long. */
  Faults faults() {
    return awsLocal.control().faults();
  }

  /** What gives another process this AWS. */
  Map<String, String> variables() {
    RootKey key = AwsLocalOptions.defaults().rootKeys().getFirst();
    Map<String, String> variables = new HashMap<>(System.getenv());
    variables.put("AWS_ENDPOINT_URL", awsLocal.endpoint().toString());
    variables.put("AWS_ACCESS_KEY_ID", key.id());
    variables.put("AWS_SECRET_ACCESS_KEY", key.secret());
    return variables;
  }

  URI address() {
    return URI.create("http://localhost:" + nightjar.port());
  }

  /** The token of its owner. */
  String token() {
    return nightjar.tokens().workspaceAdminToken();
  }

  ServerClient client() {
    return ServerLocator.clientOfMachine(address());
  }

  /** A shell in that folder whose local server is this machine's. */
  Shell shell(Path folder) {
    return new Shell(folder, address());
  }

  /** A filled table with its bucket and role; answers the table's ARN and the role's. */
  Mirrored tableWithRole(int items) {
    aws.createBucket(BUCKET);
    FlightTable table = new FlightTable(aws.dynamo(), DemoProject.TABLE);
    String arn = table.create();
    table.fill(new Flights(1), new ChangeLog(), items, more -> {});
    try (ServerClient server = client()) {
      return new Mirrored(arn, DemoRole.create(server, aws, BUCKET));
    }
  }

  /** What a user notes down in AWS's console. */
  record Mirrored(String tableArn, String roleArn) {}

  @Override
  public void close() {
    nightjar.close();
    aws.close();
    properties.close();
    awsLocal.close();
  }
}
