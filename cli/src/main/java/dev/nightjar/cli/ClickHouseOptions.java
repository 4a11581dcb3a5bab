package dev.nightjar.cli;

import dev.nightjar.cli.files.FileTrouble;
import dev.nightjar.clickhouse.ddl.Cluster;
import dev.nightjar.clickhouse.remote.RemoteOptions;
import dev.nightjar.clickhouse.remote.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Which ClickHouse a server uses: the embedded one, or one somewhere else. */
public final class ClickHouseOptions {
  /** The environment variable of the password; there is no option that holds one. */
  static final String PASSWORD = "NIGHTJAR_CLICKHOUSE_PASSWORD";

  @Option(
      names = "--clickhouse-url",
      paramLabel = "URL",
      description =
          "The HTTP interface of the ClickHouse to use, such as https://clickhouse.example.com:8443"
              + " (default: the embedded one).")
  Optional<URI> url = Optional.empty();

  @Option(
      names = "--clickhouse-user",
      paramLabel = "NAME",
      description = "The user there (default: default).")
  Optional<String> user = Optional.empty();

  @Option(
      names = "--clickhouse-password-file",
      paramLabel = "FILE",
      description = {
        "The file whose first line is the user's password. The variable "
            + PASSWORD
            + " may hold it instead (default: no password)."
      })
  Optional<Path> passwordFile = Optional.empty();

  @Option(
      names = "--clickhouse-ca-file",
      paramLabel = "FILE",
      description =
          "Certificates (PEM) that the server's must be signed with (default: the JVM's own).")
  Optional<Path> caFile = Optional.empty();

  @Option(
      names = "--clickhouse-database-prefix",
      paramLabel = "PREFIX",
      description =
          "What the names of the databases begin with that are made there (default: none).")
  Optional<String> databasePrefix = Optional.empty();

  @Option(
      names = "--clickhouse-cluster",
      paramLabel = "NAME",
      description =
          "A cluster of one shard: tables are made ON CLUSTER, with Replicated engines (default:"
              + " one server).")
  Optional<String> cluster = Optional.empty();

  @Option(
      names = "--clickhouse-replica-path",
      paramLabel = "PATH",
      description = "Where Keeper keeps a table (default: " + Cluster.DEFAULT_PATH + ").")
  Optional<String> replicaPath = Optional.empty();

  @Option(
      names = "--clickhouse-replica-name",
      paramLabel = "NAME",
      description = "A replica's name there (default: " + Cluster.DEFAULT_REPLICA + ").")
  Optional<String> replicaName = Optional.empty();

  /**
   * The ClickHouse somewhere else; empty: the embedded one.
   *
   * @throws UserException when the options do not go together or cannot be used
   */
  public Optional<RemoteOptions> remote(Environment environment) {
    if (url.isEmpty()) {
      if (Stream.of(user, passwordFile, caFile, databasePrefix, cluster, replicaPath, replicaName)
          .anyMatch(Optional::isPresent)) {
        throw new UserException(
            "The options --clickhouse-… are for a ClickHouse somewhere else: name it by"
                + " --clickhouse-url.");
      }
      return Optional.empty();
    }
    if (cluster.isEmpty() && (replicaPath.isPresent() || replicaName.isPresent())) {
      throw new UserException(
          "--clickhouse-replica-path and --clickhouse-replica-name need --clickhouse-cluster.");
    }
    try {
      RemoteOptions options =
          RemoteOptions.at(url.get())
              .as(user.orElse(RemoteOptions.DEFAULT_USER), password(environment))
              .databasePrefix(databasePrefix.orElse(""));
      if (caFile.isPresent()) {
        options = options.trusting(environment.directory().resolve(caFile.get()));
      }
      if (cluster.isPresent()) {
        options =
            options.on(
                new Cluster(
                    cluster.get(),
                    replicaPath.orElse(Cluster.DEFAULT_PATH),
                    replicaName.orElse(Cluster.DEFAULT_REPLICA)));
      }
      return Optional.of(options);
    } catch (IllegalArgumentException e) {
      throw new UserException(
          "--clickhouse-url and its kin: "
              + e.getMessage()
              + (e.getMessage().endsWith(".") ? "" : "."),
          e);
    }
  }

  private Secret password(Environment environment) {
    Optional<String> variable = Optional.ofNullable(environment.variables().get(PASSWORD));
    if (passwordFile.isEmpty()) {
      return variable.map(Secret::of).orElse(Secret.NONE);
    }
    if (variable.isPresent()) {
      throw new UserException(
          "The password is given twice, by --clickhouse-password-file and by "
              + PASSWORD
              + ": give it once.");
    }
    Path file = environment.directory().resolve(passwordFile.get());
    try {
      String password = Files.readString(file).lines().findFirst().orElse("").strip();
      if (password.isEmpty()) {
        throw new UserException("The first line of " + file + " is empty: put the password there.");
      }
      return Secret.of(password);
    } catch (IOException e) {
      throw new UserException(
          "The password's file " + file + " cannot be read: " + FileTrouble.of(e) + ".", e);
    }
  }
}
