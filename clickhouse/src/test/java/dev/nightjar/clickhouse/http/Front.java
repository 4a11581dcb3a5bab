package dev.nightjar.clickhouse.http;

import dev.nightjar.clickhouse.embedded.EmbeddedClickHouse;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The shared engine behind ClickHouse's HTTP interface with full rights, for one test class. */
final class Front implements BeforeAllCallback, AfterAllCallback {
  static final String PASSWORD = "s3cret'; --";

  private final HttpClient http = HttpClient.newHttpClient();
  private HttpListeners listeners;

  /** An answer whose body is text. */
  record Answer(int status, String body, HttpResponse<byte[]> http) {
    Optional<String> header(String name) {
      return http.headers().firstValue(name);
    }

    byte[] bytes() {
      return http.body();
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    EmbeddedClickHouse database = (EmbeddedClickHouse) EmbeddedEngine.shared();
    listeners =
        ClickHouseListener.open(
            Optional.empty(),
            0,
            Duration.ofSeconds(5),
            new HttpInterface(
                new FullRightsDoor(database, PASSWORD),
                ServerFacts.of(database, "tested"),
                new HttpOptions(database.scratch(), 100 << 20)));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    listeners.close();
  }

  int port() {
    return listeners.port();
  }

  /** Sends a statement in the body. */
  Answer post(String sql) {
    return post("", sql);
  }

  /** Sends a body, and parameters such as {@code database=d&max_threads=1}. */
  Answer post(String parameters, String body) {
    return send("POST", parameters, BodyPublishers.ofString(body), Map.of());
  }

  Answer get(String parameters) {
    return send("GET", parameters, BodyPublishers.noBody(), Map.of());
  }

  /** Sends anything, with the password where the headers have none. */
  Answer send(String method, String parameters, BodyPublisher body, Map<String, String> headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(parameters)).method(method, body);
    headers.forEach(request::header);
    if (!headers.containsKey("Authorization") && !parameters.contains("password=")) {
      request.header("X-ClickHouse-Key", headers.getOrDefault("Key", PASSWORD));
    }
    try {
      HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
      return new Answer(
          response.statusCode(), new String(response.body(), StandardCharsets.UTF_8), response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  URI uri(String parameters) {
    return URI.create("http://127.0.0.1:" + port() + "/?" + parameters);
  }

  /** All that comes back for a request line, a byte a char, until the connection closes. */
  String raw(String line) throws IOException {
    return rawUntil("no end but the connection's", line);
  }

  /** The same, up to a text that ends it. */
  String rawUntil(String end, String line) throws IOException {
    String request =
        line
            + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-ClickHouse-Key: "
            + PASSWORD
            + "\r\n\r\n";
    try (Socket socket = new Socket("127.0.0.1", port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      StringBuilder answer = new StringBuilder();
      byte[] buffer = new byte[1 << 16];
      int length = socket.getInputStream().read(buffer);
      while (length >= 0) {
        answer.append(new String(buffer, 0, length, StandardCharsets.ISO_8859_1));
        if (answer.length() >= end.length()
            && answer.substring(answer.length() - end.length()).equals(end)) {
          break;
        }
        length = socket.getInputStream().read(buffer);
      }
      return answer.toString();
    }
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
