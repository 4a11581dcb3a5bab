package dev.nightjar.proving.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Passes connections on to a port of this machine, and cuts and slows them at random while the
 * weather is rough. It stays when either end is gone.
 */
final class TcpProxy implements AutoCloseable {

  private final String name;
  private final int target;
  private final Tally tally;
  private final SplittableRandom random;
  private final ServerSocket listener;
  private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
  private volatile boolean rough;

  /**
   * Listens from now on, in calm weather.
   *
   * @param name what the report calls it
   * @param target the port that connections are passed on to
   */
  TcpProxy(String name, int target, Tally tally, SplittableRandom random) {
    this.name = name;
    this.target = target;
    this.tally = tally;
    this.random = random;
    try {
      this.listener = new ServerSocket(0, 200, InetAddress.ofLiteral("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("proxy-" + name).start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** From now on connections come to harm. */
  void roughen() {
    rough = true;
  }

  /** From now on none does; those that do already are cut, so that nobody waits for them. */
  void calm() {
    rough = false;
    connections.stream().filter(ProxiedConnection::harmed).forEach(ProxiedConnection::cut);
  }

  /** Cuts all connections that are open. */
  void cutAll() {
    if (!connections.isEmpty()) {
      tally.fault(name + ": all connections cut");
      connections.forEach(ProxiedConnection::cut);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread.ofVirtual().start(() -> pass(client));
      } catch (SocketException e) {
        // Closed: that ends the loop. Anything else would be told again by the next accept.
        if (!listener.isClosed()) {
          throw new UncheckedIOException(e);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void pass(Socket client) {
    ConnectionFate fate = fate();
    Socket server;
    try {
      server = new Socket(InetAddress.ofLiteral("127.0.0.1"), target);
    } catch (IOException e) {
      // Who is behind the proxy is dead: the client sees a connection that breaks.
      ProxiedConnection.reset(client);
      return;
    }
    if (!(fate instanceof ConnectionFate.Unharmed)) {
      tally.fault(name + ": connection " + fate.kind());
    }
    ProxiedConnection connection = new ProxiedConnection(client, server, fate);
    connections.add(connection);
    try {
      connection.run();
    } finally {
      connections.remove(connection);
    }
  }

  private synchronized ConnectionFate fate() {
    return rough ? ConnectionFate.draw(random) : new ConnectionFate.Unharmed();
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    connections.forEach(ProxiedConnection::cut);
  }
}
