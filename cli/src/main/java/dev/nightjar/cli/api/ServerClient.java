package dev.nightjar.cli.api;

import dev.nightjar.cli.UserException;
import dev.nightjar.cli.files.ProjectFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * A server's HTTP interface. Thread-safe.
 *
 * <p>Every method throws {@link UnreachableException} where there is no answer; those that return
 * JSON throw {@link ServerException} where the status is not 2xx.
 */
public final class ServerClient implements AutoCloseable {

  /** Long enough for a deployment that checks many tables in AWS before it answers. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final Duration LONGEST_UPLOAD = Duration.ofHours(6);

  private final URI base;
  private final String token;
  private final String tokenFrom;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  /**
   * @param base scheme, host and port
   * @param token sent as a bearer token; none where it is empty
   */
  public ServerClient(URI base, String token) {
    this(base, token, "");
  }

  /**
   * The same.
   *
   * @param tokenFrom where the token was found, which is told where the server does not know it
   */
  ServerClient(URI base, String token, String tokenFrom) {
    this.base = base;
    this.token = token;
    this.tokenFrom = tokenFrom;
  }

  /** Scheme, host and port of the server. */
  public URI base() {
    return base;
  }

  /** The token that requests carry. */
  public String token() {
    return token;
  }

  /** A document; {@code path} may carry a query. */
  public JsonNode get(String path) {
    return ask(path).required().json();
  }

  /** The answer to a GET, whatever its status. */
  public Answer ask(String path) {
    return send(request(path).GET());
  }

  /** Whether a GET is answered with 2xx within that time, by whoever listens there. */
  public boolean answers(String path, Duration time) {
    try {
      return http.send(request(path).timeout(time).GET().build(), BodyHandlers.discarding())
                  .statusCode()
              / 100
          == 2;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserException("Interrupted.", e);
    }
  }

  /** A form by POST or PUT. */
  public JsonNode form(String method, String path, Map<String, String> fields) {
    String body =
        fields.entrySet().stream()
            .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
            .collect(Collectors.joining("&"));
    return send(request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .method(method, BodyPublishers.ofString(body)))
        .required()
        .json();
  }

  /** The answer to a JSON document, whatever its status. */
  public Answer post(String path, JsonNode document) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(document.toString())));
  }

  /** Asks for something that needs no more than its path. */
  public JsonNode send(String path) {
    return send(request(path).POST(BodyPublishers.noBody())).required().json();
  }

  /**
   * Sends a file as it is.
   *
   * @throws UserException when the file cannot be read
   */
  public JsonNode send(String path, Path file) {
    try {
      return send(request(path)
              .header("Content-Type", "application/octet-stream")
              .timeout(LONGEST_UPLOAD)
              .POST(BodyPublishers.ofFile(file)))
          .required()
          .json();
    } catch (FileNotFoundException e) {
      throw new UserException("The file " + file + " cannot be read.", e);
    }
  }

  /** Removes what is there. */
  public void delete(String path) {
    remove(path).required();
  }

  /** The answer to a DELETE, whatever its status. */
  public Answer remove(String path) {
    return send(request(path).DELETE());
  }

  /**
   * Uploads a project; the answer whatever its status, for it says what is wrong with the files.
   */
  public Answer upload(String path, List<ProjectFile> files) {
    Multipart multipart = Multipart.of(files);
    return send(
        request(path).header("Content-Type", multipart.contentType()).POST(multipart.body()));
  }

  /**
   * Runs a query and waits for all of its result.
   *
   * @param sql one statement; without a FORMAT clause the answer is JSON
   */
  public Answer sql(String sql) {
    return send(query(sql)).required();
  }

  /**
   * Runs a query and reads its result as it comes.
   *
   * @param sql one statement with a FORMAT clause
   * @return the result's bytes; closing it early abandons the query
   */
  public InputStream stream(String sql) {
    HttpResponse<InputStream> response = exchange(query(sql), BodyHandlers.ofInputStream());
    if (response.statusCode() / 100 == 2) {
      return response.body();
    }
    try (InputStream body = response.body()) {
      String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
      throw new ServerException(
          response.statusCode(), Json.errorOf(new Answer(response.statusCode(), "", text)));
    } catch (IOException e) {
      throw new UnreachableException(base, e);
    }
  }

  /** A query-string value or a path segment. */
  public static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }

  private HttpRequest.Builder query(String sql) {
    BodyPublisher body = BodyPublishers.ofString(sql);
    return request("/v0/sql").header("Content-Type", "text/plain").POST(body);
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE);
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  private Answer send(HttpRequest.Builder request) {
    HttpResponse<String> response =
        exchange(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
    String type = response.headers().firstValue("Content-Type").orElse("");
    int end = type.indexOf(';');
    Answer answer =
        new Answer(
            response.statusCode(),
            (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT),
            response.body());
    if (!tokenFrom.isEmpty() && answer.refusesToken()) {
      throw new ServerException(
          answer.status(),
          "%s It is from %s and was sent to %s.".formatted(Json.errorOf(answer), tokenFrom, base));
    }
    return answer;
  }

  private <T> HttpResponse<T> exchange(HttpRequest.Builder request, BodyHandler<T> handler) {
    try {
      return http.send(request.build(), handler);
    } catch (IOException e) {
      throw new UnreachableException(base, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserException("Interrupted.", e);
    }
  }
}
