package dev.nightjar.clickhouse.remote;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.OutcomeUnknownException;
import dev.nightjar.clickhouse.UnavailableException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What is known of the server: nothing until it has answered for the first time, and nothing after
 * it was lost, since it may come back as another.
 */
final class Server {
  private final ServerCheck check;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile Optional<ServerFacts> known = Optional.empty();

  Server(ServerCheck check) {
    this.check = check;
  }

  /**
   * What is known, asked now if nothing is.
   *
   * @throws UnavailableException when the server is away or cannot be used; nothing has begun
   */
  ServerFacts facts() {
    try {
      return checked();
    } catch (RemoteException e) {
      throw new UnavailableException(e.getMessage(), e);
    }
  }

  /**
   * The same.
   *
   * @throws RemoteException when the server cannot be used
   * @throws UnavailableException when it is away
   */
  ServerFacts checked() {
    Optional<ServerFacts> facts = known;
    if (facts.isPresent()) {
      return facts.get();
    }
    lock.lock();
    try {
      if (known.isEmpty()) {
        known = Optional.of(check.run());
      }
      return known.get();
    } catch (OutcomeUnknownException e) {
      // Nothing but questions was asked.
      throw new UnavailableException(e.getMessage(), e);
    } finally {
      lock.unlock();
    }
  }

  /** Forgets what is known if an error says that the connection was lost. */
  void lost(ClickHouseException error) {
    if (error instanceof UnavailableException || error instanceof OutcomeUnknownException) {
      known = Optional.empty();
    }
  }
}
