package dev.nightjar.clickhouse.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Stands between a client and a ClickHouse's HTTP interface and does to some requests what a test
 * says; all others pass.
 */
public final class FaultyProxy implements AutoCloseable {
  private static final Set<String> OF_THE_CONNECTION =
      Set.of("connection", "content-length", "host", "expect", "upgrade", "transfer-encoding");

  private final URI behind;
  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Deque<Planned> planned = new ArrayDeque<>();
  private final AtomicInteger faults = new AtomicInteger();

  private record Planned(Predicate<String> which, Fault fault) {}

  /** What becomes of a request. */
  public sealed interface Fault {
    /** ClickHouse's own error instead of the statement. */
    record Refused(int status, int code, String text) implements Fault {}

    /** It is carried out, and the connection is cut before the answer. */
    record AnswerLost() implements Fault {}

    /** It is carried out, and the connection is cut in the middle of the answer. */
    record AnswerCut() implements Fault {}

    /** The connection is cut before anything is carried out. */
    record RequestLost() implements Fault {}

    /** Half of the body arrives. */
    record RequestCut() implements Fault {}

    /** It is carried out, and ClickHouse answers an error, as when a view has failed. */
    record RefusedAfterwards(int status, int code, String text) implements Fault {}
  }

  /**
   * @param behind the interface's address
   */
  public FaultyProxy(URI behind) {
    this.behind = behind;
    try {
      this.server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  /** Where clients find it. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** What becomes of the next request whose URL and body contain a text, and is planned last. */
  public synchronized FaultyProxy plan(String text, Fault fault) {
    planned.add(new Planned(request -> request.contains(text), fault));
    return this;
  }

  /** Faults that have happened. */
  public int faults() {
    return faults.get();
  }

  private synchronized Fault next(String request) {
    Planned first = planned.peek();
    if (first == null || !first.which().test(request)) {
      return null;
    }
    planned.poll();
    faults.incrementAndGet();
    return first.fault();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String request =
          exchange.getRequestURI().getQuery() + "\n" + new String(body, StandardCharsets.UTF_8);
      switch (next(request)) {
        case null -> answer(exchange, forward(exchange, body));
        case Fault.Refused(int status, int code, String text) ->
            refuse(exchange, status, code, text);
        case Fault.AnswerLost _ -> forward(exchange, body);
        case Fault.AnswerCut _ -> {
          forward(exchange, body);
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write("1\t".getBytes(StandardCharsets.UTF_8));
        }
        case Fault.RequestLost _ -> {}
        case Fault.RequestCut _ -> forward(exchange, Arrays.copyOf(body, body.length / 2));
        case Fault.RefusedAfterwards(int status, int code, String text) -> {
          forward(exchange, body);
          refuse(exchange, status, code, text);
        }
      }
    }
  }

  private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body) throws IOException {
    URI url = exchange.getRequestURI();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(behind + url.getRawPath() + "?" + url.getRawQuery()))
            .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> {
          if (!OF_THE_CONNECTION.contains(name.toLowerCase(java.util.Locale.ROOT))) {
            values.forEach(value -> request.header(name, value));
          }
        });
    try {
      return client.send(request.build(), BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static void answer(HttpExchange exchange, HttpResponse<byte[]> response)
      throws IOException {
    response
        .headers()
        .map()
        .forEach((name, values) -> {
          if (!OF_THE_CONNECTION.contains(name.toLowerCase(java.util.Locale.ROOT))) {
            values.forEach(value -> exchange.getResponseHeaders().add(name, value));
          }
        });
    byte[] body = response.body();
    exchange.sendResponseHeaders(response.statusCode(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  private static void refuse(HttpExchange exchange, int status, int code, String text)
      throws IOException {
    byte[] body =
        "Code: %d. DB::Exception: %s (version 26.7.2.1)"
            .formatted(code, text)
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("X-ClickHouse-Exception-Code", Integer.toString(code));
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    client.close();
  }
}
