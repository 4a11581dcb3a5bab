package dev.nightjar.server;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What a server needs to know before it starts.
 *
 * @param host the one address to listen on; empty means 127.0.0.1 and, where the machine has one,
 *     ::1
 * @param port the port of the API; 0 takes a free one
 * @param dataDir the folder that holds everything the server writes; made when it is missing
 * @param workspace the name of the main workspace, which external ids are made from: letters,
 *     digits and underscores
 * @param drain how long a stop waits for requests that are being answered
 * @param clock the time, for everything that is stored and shown
 */
public record ServerOptions(
    Optional<String> host, int port, Path dataDir, String workspace, Duration drain, Clock clock) {

  /** The port that Tinybird's clients expect of a local server. */
  public static final int DEFAULT_PORT = 7181;

  public ServerOptions {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(dataDir, "dataDir");
    Objects.requireNonNull(drain, "drain");
    Objects.requireNonNull(clock, "clock");
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port " + port + " is not between 0 and 65535");
    }
    if (!workspace.matches("[A-Za-z][A-Za-z0-9_]*")) {
      throw new IllegalArgumentException(
          "workspace name '"
              + workspace
              + "' must start with a letter and hold only letters, digits and underscores");
    }
  }

  /**
   * The usual server (port 7181 of this machine's loopback addresses) with its state in {@code
   * dataDir}.
   */
  public static ServerOptions in(Path dataDir) {
    return new ServerOptions(
        Optional.empty(), DEFAULT_PORT, dataDir, "main", Duration.ofSeconds(10), Clock.systemUTC());
  }

  public ServerOptions withHost(String newHost) {
    return new ServerOptions(Optional.of(newHost), port, dataDir, workspace, drain, clock);
  }

  public ServerOptions withPort(int newPort) {
    return new ServerOptions(host, newPort, dataDir, workspace, drain, clock);
  }

  public ServerOptions withClock(Clock newClock) {
    return new ServerOptions(host, port, dataDir, workspace, drain, newClock);
  }
}
