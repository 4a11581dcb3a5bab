package dev.nightjar.cli;

import dev.nightjar.cli.Shell.Outcome;
import dev.nightjar.cli.api.Json;
import dev.nightjar.cli.api.Secrets;
import dev.nightjar.cli.api.ServerClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Somebody who connects tables, in the folder of a project. */
record ConnectingUser(Machine machine, Path project) {

  static final String BUCKET = "my-exports";

  Shell shell() {
    return machine.shell(project);
  }

  /** The paths of all files of the project, also hidden ones. */
  List<String> files() {
    try (Stream<Path> all = Files.walk(project)) {
      return all.filter(Files::isRegularFile)
          .map(file -> project.relativize(file).toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the server has the secret of that connection. */
  boolean hasSecret(String connection) {
    try (ServerClient server = machine.client()) {
      return Secrets.isSet(server, "dynamodb_role_arn_" + connection);
    }
  }

  /** A role for that connection and table, made from what `connection policy` prints. */
  String role(String connection, String table) {
    Outcome policies =
        shell()
            .run(
                "connection", "policy", "--name", connection, "--table", table, "--bucket", BUCKET);
    return machine
        .aws()
        .createRole(
            connection,
            Json.parse(policies.out()).path("trust_policy").toString(),
            Json.parse(policies.out()).path("access_policy").toString());
  }

  static String arn(String table) {
    return "arn:aws:dynamodb:us-east-1:123456789012:table/" + table;
  }
}
