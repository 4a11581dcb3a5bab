package dev.nightjar.server;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.embedded.EngineException;
import dev.nightjar.clickhouse.remote.RemoteException;
import dev.nightjar.mirror.ledger.DirectoryInUseException;
import dev.nightjar.mirror.ledger.StateDatabaseException;
import dev.nightjar.mirror.ledger.StateUnavailableException;

/** The server cannot start; the message is one line for a person: what is wrong and what to do. */
public final class ServerStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ServerStartException(String message) {
    super(message);
  }

  public ServerStartException(String message, Throwable cause) {
    super(message, cause);
  }

  /** What kept a server from starting, in words for a person. */
  static ServerStartException of(ServerOptions options, RuntimeException cause) {
    return switch (cause) {
      case ServerStartException known -> known;
      case DirectoryInUseException inUse -> new ServerStartException(inUse.getMessage(), inUse);
      case StateDatabaseException broken -> new ServerStartException(broken.getMessage(), broken);
      case StateUnavailableException full -> new ServerStartException(full.getMessage(), full);
      case ClickHouseException refused ->
          new ServerStartException(
              "ClickHouse refused a statement: " + refused.getMessage(), refused);
      case EngineException engine -> new ServerStartException(engine.getMessage(), engine);
      case RemoteException remote -> new ServerStartException(remote.getMessage(), remote);
      default ->
          new ServerStartException(
              "the server with the data directory " + options.dataDir() + " cannot start: " + cause,
              cause);
    };
  }
}
