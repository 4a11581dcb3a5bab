package dev.nightjar.awslocal.http;

import dev.nightjar.awslocal.operation.ConnectionCut;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The listener: one port, one virtual thread for each connection, AWS's three protocols and the
 * stand-in's own.
 */
public final class Front implements AutoCloseable {

  /** {@code Date} with its two-digit day, as AWS writes it. */
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final Pattern ACTION = Pattern.compile("(^|&)Action=");

  private final WebServer server;

  /**
   * Who answers what.
   *
   * @param controlPrefix what the paths of {@code control} begin with
   */
  public record Protocols(
      Protocol json, Protocol query, Protocol s3, String controlPrefix, Protocol control) {}

  private Front(WebServer server) {
    this.server = server;
  }

  /**
   * Listens until closed.
   *
   * @param host the address to bind
   * @param port the port, 0 for any free one
   * @param clock for the {@code Date} of each answer
   * @throws UncheckedIOException if the address cannot be listened on; its cause says why
   */
  public static Front start(String host, int port, Clock clock, Protocols protocols) {
    HttpRouting.Builder routing =
        HttpRouting.builder()
            .any((request, response) -> handle(request, response, clock, protocols));
    requireFree(host, port);
    WebServer server =
        WebServer.builder()
            .host(host)
            .port(port)
            .shutdownHook(false)
            .connectionOptions(options -> options.tcpNoDelay(true))
            .writeBufferSize(64 << 10)
            .contentEncoding(new BodiesAsTheyCome())
            // keys of S3 objects are any text: paths are not to be judged here
            .addProtocol(
                Http1Config.builder()
                    .validatePath(false)
                    .validatePrologue(false)
                    .maxPrologueLength(16 << 10)
                    .maxHeadersSize(64 << 10)
                    .build())
            .routing(routing)
            .build()
            .start();
    // the server tells of a failure by its state only
    if (!server.isRunning()) {
      throw new UncheckedIOException(
          new BindException(host + ":" + port + " cannot be listened on"));
    }
    return new Front(server);
  }

  private static void requireFree(String host, int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(host, port));
    } catch (IOException e) {
      throw new UncheckedIOException(
          host + ":" + port + " cannot be listened on (" + e.getMessage() + ")", e);
    }
  }

  private static void handle(
      ServerRequest request, ServerResponse response, Clock clock, Protocols protocols) {
    HttpCall call = new HttpCall(request, response);
    call.setHeader("Date", DATE.format(clock.instant()));
    try {
      protocolOf(call, protocols).answer(call);
    } catch (ConnectionCut cut) {
      throw new CloseConnectionException("cut on command", cut);
    } catch (IOException gone) {
      throw new CloseConnectionException("the client is gone", gone);
    }
  }

  private static Protocol protocolOf(HttpCall call, Protocols protocols) {
    if (call.rawPath().startsWith(protocols.controlPrefix())) {
      return protocols.control();
    }
    if (!call.header("X-Amz-Target").isEmpty()) {
      return protocols.json();
    }
    boolean form = call.header("Content-Type").startsWith("application/x-www-form-urlencoded");
    boolean posted = form && call.method().equals("POST");
    boolean asked = call.method().equals("GET") && ACTION.matcher(call.rawQuery()).find();
    return (posted || asked) && call.rawPath().equals("/") ? protocols.query() : protocols.s3();
  }

  /** The port that is listened on. */
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.stop();
  }
}
