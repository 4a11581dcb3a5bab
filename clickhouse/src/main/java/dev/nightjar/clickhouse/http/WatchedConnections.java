package dev.nightjar.clickhouse.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;

/**
 * Helidon's HTTP/1.1, on connections whose end is noticed while a request is being answered:
 * Helidon itself looks at a connection only when it reads from it or writes to it.
 */
final class WatchedConnections implements ServerConnectionSelector {
  private final ServerConnectionSelector http;
  private final ReadAhead.Patience patience;

  private WatchedConnections(ServerConnectionSelector http, ReadAhead.Patience patience) {
    this.http = http;
    this.patience = patience;
  }

  static WatchedConnections of(Http1Config config, ReadAhead.Patience patience) {
    return new WatchedConnections(
        Http1ConnectionSelector.builder().config(config).build(), patience);
  }

  /** Every request passes it when its head is there: until it is answered, no other begins. */
  static void whenHeadIsThere(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    ChunkedBody body = new ChunkedBody();
    request.streamFilter(body);
    if (request.remotePeer() instanceof WatchedPeer peer) {
      peer.endHead();
      try {
        chain.proceed();
      } finally {
        peer.expectHead();
      }
    } else {
      chain.proceed();
    }
    if (body.isMalformed()) {
      throw new CloseConnectionException("Nobody knows where the next request begins.");
    }
    closeWhereAsked(request, response);
  }

  /**
   * Helidon answers {@code Connection: close} with the same and then goes on reading: a client that
   * reads to the end would wait as long, and what of its body nobody has read would be the next
   * request.
   */
  private static void closeWhereAsked(RoutingRequest request, RoutingResponse response) {
    boolean asked =
        request.headers().containsToken(HeaderValues.CONNECTION_CLOSE)
            || response.headers().containsToken(HeaderValues.CONNECTION_CLOSE);
    if (asked) {
      if (!request.headers().contains(HeaderValues.EXPECT_100)) {
        readToEnd(request);
      }
      throw new CloseConnectionException("The client asks for one answer on this connection.");
    }
  }

  /** Closing with bytes unread could take the answer back. */
  private static void readToEnd(RoutingRequest request) {
    try {
      request.content().consume();
    } catch (RuntimeException e) {
      throw new CloseConnectionException("The rest of a body cannot be read.", e);
    }
  }

  @Override
  public int bytesToIdentifyConnection() {
    return http.bytesToIdentifyConnection();
  }

  @Override
  public Support supports(BufferData data) {
    return http.supports(data);
  }

  @Override
  public Set<String> supportedApplicationProtocols() {
    return http.supportedApplicationProtocols();
  }

  @Override
  public ServerConnection connection(ConnectionContext context) {
    return http.connection(Watched.of(context, patience));
  }

  /** A connection as Helidon knows it, but for how it is read and written. */
  private record Watched(
      ConnectionContext context, DataReader reader, ProbingWriter writer, WatchedPeer peer)
      implements ConnectionContext {

    static Watched of(ConnectionContext context, ReadAhead.Patience patience) {
      ProbingWriter writer = new ProbingWriter(context.dataWriter());
      ReadAhead reading = new ReadAhead(context.dataReader(), patience);
      return new Watched(
          context,
          DataReader.create(reading),
          writer,
          new WatchedPeer(context.remotePeer(), reading, writer));
    }

    @Override
    public DataReader dataReader() {
      return reader;
    }

    @Override
    public PeerInfo remotePeer() {
      return peer;
    }

    @Override
    public ListenerContext listenerContext() {
      return context.listenerContext();
    }

    @Override
    public ExecutorService executor() {
      return context.executor();
    }

    @Override
    public DataWriter dataWriter() {
      return writer;
    }

    @Override
    public Router router() {
      return context.router();
    }

    @Override
    public Optional<ProxyProtocolData> proxyProtocolData() {
      return context.proxyProtocolData();
    }

    @Override
    public HelidonSocket serverSocket() {
      return context.serverSocket();
    }

    @Override
    public PeerInfo localPeer() {
      return context.localPeer();
    }

    @Override
    public boolean isSecure() {
      return context.isSecure();
    }

    @Override
    public String socketId() {
      return context.socketId();
    }

    @Override
    public String childSocketId() {
      return context.childSocketId();
    }
  }
}
