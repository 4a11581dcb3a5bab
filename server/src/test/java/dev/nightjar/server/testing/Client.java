package dev.nightjar.server.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A plain HTTP client of a server, with one token. */
public final class Client {
  private static final String BOUNDARY = "----files";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final URI base;
  private final Optional<String> token;

  public Client(URI base, Optional<String> token) {
    this.base = base;
    this.token = token;
  }

  /** The same with another token. */
  public Client withToken(String other) {
    return new Client(base, Optional.of(other));
  }

  /** Its token. */
  public String token() {
    return token.orElseThrow();
  }

  public Client withoutToken() {
    return new Client(base, Optional.empty());
  }

  /** An answer. */
  public record Response(int status, String contentType, String body) {
    public JsonNode json() {
      return JsonMapper.builder().build().readTree(body);
    }

    public String error() {
      return json().path("error").asString();
    }
  }

  public Response get(String path) {
    return send("GET", path, BodyPublishers.noBody(), Map.of());
  }

  public Response delete(String path) {
    return send("DELETE", path, BodyPublishers.noBody(), Map.of());
  }

  public Response post(String path) {
    return post(path, "");
  }

  /** A body without a content type. */
  public Response post(String path, String body) {
    return send("POST", path, BodyPublishers.ofString(body), Map.of());
  }

  public Response form(String method, String path, Map<String, String> fields) {
    return send(
        method,
        path,
        BodyPublishers.ofString(encode(fields)),
        Map.of("Content-Type", "application/x-www-form-urlencoded"));
  }

  /** Sends files as clients send a project; keys are file names. */
  public Response upload(String path, Map<String, String> files) {
    StringBuilder body = new StringBuilder();
    part(body, "context://", "cli-version", "1.0.0");
    files.forEach((name, text) -> part(body, "data_project://", name, text));
    body.append("--").append(BOUNDARY).append("--\r\n");
    return send(
        "POST",
        path,
        BodyPublishers.ofString(body.toString()),
        Map.of("Content-Type", "multipart/form-data; boundary=" + BOUNDARY));
  }

  /** Runs SQL and answers its rows as text: values by tabs, rows by line breaks. */
  public String rows(String sql) {
    Response response = post("/v0/sql", sql + " FORMAT TSV");
    if (response.status() != 200) {
      throw new AssertionError(response.toString());
    }
    return response.body().stripTrailing();
  }

  public static String encode(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  public static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static void part(StringBuilder body, String name, String file, String text) {
    body.append("--")
        .append(BOUNDARY)
        .append("\r\nContent-Disposition: form-data; name=\"")
        .append(name)
        .append("\"; filename=\"")
        .append(file)
        .append("\"\r\nContent-Type: text/plain\r\n\r\n")
        .append(text)
        .append("\r\n");
  }

  public Response send(
      String method, String path, BodyPublisher body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path)).method(method, body);
    headers.forEach(request::header);
    token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
    try {
      HttpResponse<String> response =
          HTTP.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
      return new Response(
          response.statusCode(),
          response.headers().firstValue("Content-Type").orElse(""),
          response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
