package dev.nightjar.server.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.server.clients.ClientProject.Ended;
import dev.nightjar.server.testing.InstalledClient;
import dev.nightjar.server.testing.RunningServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * What the forward {@code tb} meets: a server, tables, and a project in a user's folder. Each
 * version of it has them for itself.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class ForwardCliSetting {
  private final MachineCredentials machine = new MachineCredentials();

  @RegisterExtension
  final RunningServer server =
      RunningServer.withCredentials(
          machine,
          options ->
              options
                  .withTableWcuLimit(250)
                  .withTableSizeLimit(300_000)
                  .withIntakeLimits(options.intakeLimits().withPrivateAddresses(true)));

  private final String requirements;
  private final UnknownPathsSeen unknown = new UnknownPathsSeen();
  private ForwardCli cli;
  private ClientProject project;
  private Orders orders;

  /**
   * @param requirements the folder with the version's pin
   */
  ForwardCliSetting(String requirements) {
    this.requirements = requirements;
  }

  /** Credentials that can be taken away from the machine. */
  private static final class MachineCredentials implements AwsCredentialsProvider {
    private volatile boolean there = true;

    @Override
    public AwsCredentials resolveCredentials() {
      if (!there) {
        throw SdkClientException.create("Unable to load credentials from any provider");
      }
      return AwsBasicCredentials.create("test", "test");
    }
  }

  @BeforeAll
  void aProjectAndTables(@TempDir Path folder) throws Exception {
    project = new ClientProject(folder, server);
    cli = new ForwardCli(InstalledClient.python(requirements), project);
    orders = new Orders(server).table("orders").table("more").withoutRecovery("without_recovery");
    orders.withoutStream("without_stream").withKeysOnly("keys_only");
    orders.tables().provisioned("busy", 251).table("huge").put("huge", "a", "x".repeat(390_000));
    orders.role("reader", "shop");
    ForwardCli.writePlainFiles(project);
  }

  @AfterAll
  void close() {
    project.close();
    orders.close();
    unknown.close();
  }

  /** Does something on a machine that has no credentials of AWS. */
  void withoutCredentials(Runnable work) {
    machine.there = false;
    try {
      work.run();
    } finally {
      machine.there = true;
    }
  }

  Ended tb(String... arguments) {
    return cli.tb(arguments);
  }

  ForwardCli cli() {
    return cli;
  }

  ClientProject project() {
    return project;
  }

  Orders orders() {
    return orders;
  }

  /** What was asked for and nobody serves. */
  UnknownPathsSeen unknown() {
    return unknown;
  }

  void delete(String file) {
    assertThat(project.path(file).toFile().delete()).as(file).isTrue();
  }
}
