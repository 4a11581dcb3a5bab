package dev.nightjar.server.clickhouse;

import dev.nightjar.server.testing.RunningServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** A plain HTTP client of a server's ClickHouse port. */
public record PortClient(int port, String token) {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** A client with the main workspace's token. */
  public static PortClient of(RunningServer server) {
    return new PortClient(
        server.server().clickHousePort().orElseThrow(),
        server.server().tokens().workspaceAdminToken());
  }

  /** An answer. */
  public record Answer(int status, String body, Optional<String> code) {}

  /** Sends a statement in the body. */
  public Answer post(String sql) {
    return post("", sql);
  }

  /** Sends a body, and parameters such as {@code database=d&max_threads=1}. */
  public Answer post(String parameters, String body) {
    return send("POST", parameters, body, Map.of("X-ClickHouse-Key", token));
  }

  public Answer send(String method, String parameters, String body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/?" + parameters))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    headers.forEach(request::header);
    try {
      HttpResponse<String> response =
          HTTP.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
      return new Answer(
          response.statusCode(),
          response.body(),
          response.headers().firstValue("X-ClickHouse-Exception-Code"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Sends a statement; who called reads the answer, or does not. */
  Socket open(String sql) throws IOException {
    Socket socket = new Socket("127.0.0.1", port);
    String request =
        "GET /?query="
            + encoded(sql)
            + " HTTP/1.1\r\nHost: localhost\r\nX-ClickHouse-Key: "
            + token
            + "\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
