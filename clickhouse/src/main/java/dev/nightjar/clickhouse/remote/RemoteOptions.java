package dev.nightjar.clickhouse.remote;

import dev.nightjar.clickhouse.ddl.Cluster;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the ClickHouse is and how to talk to it.
 *
 * @param url {@code http} or {@code https}, host, port (8123 or 8443 where it names none)
 * @param user ClickHouse's user
 * @param password its password
 * @param caFile certificates (PEM) that the server's must be signed with; none: the JVM's own
 * @param cluster the cluster whose every replica gets the tables; none: one server
 * @param databasePrefix what the names of databases begin with that are to be made there
 * @param limits how much at a time, and how long
 */
public record RemoteOptions(
    URI url,
    String user,
    Secret password,
    Optional<Path> caFile,
    Optional<Cluster> cluster,
    String databasePrefix,
    Limits limits) {

  /** The user that every ClickHouse has. */
  public static final String DEFAULT_USER = "default";

  /**
   * Checks the address and the names.
   *
   * @throws IllegalArgumentException when one cannot be used; the message says why
   */
  public RemoteOptions {
    String scheme = url.getScheme() == null ? "" : url.getScheme();
    if (url.getRawUserInfo() != null) {
      // Not shown: it may hold a password.
      throw new IllegalArgumentException(
          "the ClickHouse URL holds a user or a password: give them by their own options");
    }
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw badUrl(url, "it must begin with http:// or https://");
    }
    if (url.getHost() == null || url.getHost().isEmpty()) {
      throw badUrl(url, "it names no host");
    }
    if (url.getRawQuery() != null || url.getRawFragment() != null) {
      throw badUrl(url, "nothing can follow its path");
    }
    if (url.getPort() == -1) {
      url = withPort(url, scheme.equals("https") ? 8443 : 8123);
    }
    if (user.isBlank()) {
      throw new IllegalArgumentException("the ClickHouse user has no name");
    }
    if (!databasePrefix.matches("[A-Za-z0-9_]*")) {
      throw new IllegalArgumentException(
          "the prefix of databases '"
              + databasePrefix
              + "' must hold only letters, digits and underscores");
    }
  }

  private static IllegalArgumentException badUrl(URI url, String why) {
    return new IllegalArgumentException(
        "the ClickHouse URL "
            + url
            + " cannot be used: "
            + why
            + ". An example: https://clickhouse.example.com:8443");
  }

  private static URI withPort(URI url, int port) {
    return URI.create(
        url.getScheme()
            + "://"
            + url.getHost()
            + ":"
            + port
            + (url.getRawPath() == null ? "" : url.getRawPath()));
  }

  /** One server, as the user {@code default} without a password. */
  public static RemoteOptions at(URI url) {
    return new RemoteOptions(
        url, DEFAULT_USER, Secret.NONE, Optional.empty(), Optional.empty(), "", Limits.STANDARD);
  }

  /** The same as somebody. */
  public RemoteOptions as(String name, Secret secret) {
    return new RemoteOptions(url, name, secret, caFile, cluster, databasePrefix, limits);
  }

  /** The same with the certificates of whoever signs the server's. */
  public RemoteOptions trusting(Path certificates) {
    return new RemoteOptions(
        url, user, password, Optional.of(certificates), cluster, databasePrefix, limits);
  }

  /** The same on all replicas of a cluster. */
  public RemoteOptions on(Cluster replicas) {
    return new RemoteOptions(
        url, user, password, caFile, Optional.of(replicas), databasePrefix, limits);
  }

  /** The same with another prefix of databases. */
  public RemoteOptions databasePrefix(String prefix) {
    return new RemoteOptions(url, user, password, caFile, cluster, prefix, limits);
  }

  /** The same with other limits. */
  public RemoteOptions limits(Limits other) {
    return new RemoteOptions(url, user, password, caFile, cluster, databasePrefix, other);
  }

  /** Host and port, for messages. */
  String address() {
    return url.getHost() + ":" + url.getPort();
  }
}
