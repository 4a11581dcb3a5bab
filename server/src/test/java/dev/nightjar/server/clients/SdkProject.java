package dev.nightjar.server.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.server.clients.ClientProject.Ended;
import dev.nightjar.server.testing.RunningServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What both SDKs meet: the specification's example in a repository, with the table that it mirrors
 * and the secret with its role.
 */
final class SdkProject implements AutoCloseable {
  private final Path folder;
  private final RunningServer server;
  private final List<String> program;
  private final ClientProject files;
  private final Orders orders;
  private final UnknownPathsSeen unknown = new UnknownPathsSeen();

  /**
   * @param example the folder with the SDK's project
   * @param ignored what is not part of it
   * @param program how its command is called
   */
  SdkProject(Path folder, RunningServer server, String example, String ignored, String... program) {
    this.folder = folder;
    this.server = server;
    this.program = List.of(program);
    this.files = new ClientProject(folder, server).copy(example);
    files.file(".gitignore", ".home\n" + ignored).git("feature/orders");
    this.orders = new Orders(server).table("orders");
    server
        .client()
        .form(
            "POST",
            "/v0/variables",
            Map.of("name", "dynamodb_role_arn_my_ddb", "value", orders.role("reader", "my_ddb")));
  }

  /** Runs the SDK's command. */
  Ended tinybird(String... arguments) {
    return files.run(command(arguments));
  }

  private String[] command(String... arguments) {
    return Stream.concat(program.stream(), Stream.of(arguments)).toArray(String[]::new);
  }

  ClientProject files() {
    return files;
  }

  /** Other text in one of its files. */
  void replace(String file, String text, String other) {
    assertThat(files.text(file)).contains(text);
    files.file(file, files.text(file).replace(text, other));
  }

  int exports() {
    return orders.tables().exports("orders");
  }

  void awaitRows(String sql, String rows) {
    orders.awaitRows(sql, rows);
  }

  /** What was asked for and nobody serves. */
  List<String> unknownPaths() {
    return unknown.paths();
  }

  /**
   * Takes over the files that the wizard wrote and that are live in a workspace of their own: its
   * deployment finds nothing to do, and nothing is exported anew.
   *
   * @param migrated the file that the SDK makes of them
   * @param says how it tells that it did
   * @param configuration what the SDK wants to know of the project, as JSON
   */
  void takesOverTheWizardsFiles(String migrated, String says, String configuration) {
    int before = exports();
    WizardProject wizard = new WizardProject(folder.resolve("wizard"), server, "reader");
    wizard
        .project()
        .run(command("migrate", "connections", "datasources", "--out", migrated))
        .succeeds()
        .contains(says);
    wizard.configured(configuration).isDeployedAlready(command("deploy"));
    assertThat(exports()).isEqualTo(before + 1);
  }

  @Override
  public void close() {
    orders.close();
    unknown.close();
  }
}
