package dev.nightjar.clickhouse.remote;

import dev.nightjar.clickhouse.OutcomeUnknownException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Sends statements that change something ({@code EXCHANGE TABLES}, {@code INSERT … SELECT}), each
 * once, with the JDK's HTTP client. Client-v2 cannot: the HTTP client in it sends a text again when
 * the answer is 503, and ClickHouse answers 503 for some errors of statements that have begun
 * (SOCKET_TIMEOUT, CANNOT_SCHEDULE_TASK).
 */
final class Commands implements AutoCloseable {
  private static final String ERROR_CODE = "X-ClickHouse-Exception-Code";
  private static final String SUMMARY = "X-ClickHouse-Summary";
  private static final Pattern WRITTEN_ROWS = Pattern.compile("\"written_rows\":\"(\\d+)\"");
  private static final int LONGEST_ERROR = 1 << 20;

  private final HttpClient client;
  private final URI url;
  private final String authorization;
  private final Duration silence;
  private final Failures failures;

  Commands(RemoteOptions options, Failures failures) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(options.limits().connectTimeout());
    Tls.context(options.caFile()).ifPresent(builder::sslContext);
    this.client = builder.build();
    this.url = options.url();
    this.authorization =
        "Basic "
            + Base64.getEncoder()
                .encodeToString(
                    (options.user() + ":" + options.password().text())
                        .getBytes(StandardCharsets.UTF_8));
    this.silence = options.limits().silence();
    this.failures = failures;
  }

  /**
   * Runs a statement to its end.
   *
   * @param running whether the statement of that id runs at the server; asked after each long
   *     silence
   */
  void run(Request request, Predicate<String> running) throws InterruptedException {
    CompletableFuture<HttpResponse<InputStream>> answer =
        client.sendAsync(http(request), BodyHandlers.ofInputStream());
    HttpResponse<InputStream> response = null;
    boolean lost = false;
    while (response == null) {
      try {
        response = answer.get(silence.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (lost) {
          answer.cancel(true);
          throw new OutcomeUnknownException(
              "the statement has ended and no answer came in " + silence.toSeconds() + " s", e);
        }
        lost = !running.test(request.queryId());
      } catch (ExecutionException e) {
        throw failures.of(e);
      }
    }
    read(response);
  }

  /**
   * Sends rows of a format after the statement, as they come.
   *
   * @return rows written, as ClickHouse counts them, those of cascaded views included
   * @throws UncheckedIOException when the rows cannot be read
   */
  long load(Request request, InputStream rows) throws InterruptedException {
    ReadRows read = new ReadRows(rows);
    HttpRequest sent =
        HttpRequest.newBuilder(address(request, Map.of("query", request.sql())))
            .header("Authorization", authorization)
            .POST(BodyPublishers.ofInputStream(() -> read))
            .build();
    try {
      HttpResponse<InputStream> response =
          client.sendAsync(sent, BodyHandlers.ofInputStream()).get();
      read(response);
      return response
          .headers()
          .firstValue(SUMMARY)
          .map(WRITTEN_ROWS::matcher)
          .filter(Matcher::find)
          .map(found -> Long.parseLong(found.group(1)))
          .orElse(0L);
    } catch (ExecutionException e) {
      read.failure()
          .ifPresent(failure -> {
            throw new UncheckedIOException(failure);
          });
      throw failures.of(e);
    }
  }

  private void read(HttpResponse<InputStream> response) {
    OptionalInt code =
        response.headers().firstValue(ERROR_CODE).stream().mapToInt(Integer::parseInt).findFirst();
    try (InputStream body = response.body()) {
      if (code.isEmpty() && response.statusCode() == 200) {
        AnswerReader reader = new AnswerReader(body);
        while (reader.next().isPresent()) {}
        return;
      }
      String text = new String(body.readNBytes(LONGEST_ERROR), StandardCharsets.UTF_8);
      throw code.isPresent()
          ? failures.answered(code.getAsInt(), text)
          : failures.refused(response.statusCode(), text, null);
    } catch (IOException e) {
      throw failures.of(e);
    }
  }

  private HttpRequest http(Request request) {
    return HttpRequest.newBuilder(address(request, Map.of()))
        .header("Authorization", authorization)
        .POST(BodyPublishers.ofString(request.sql()))
        .build();
  }

  private URI address(Request request, Map<String, String> more) {
    TreeMap<String, String> parameters = new TreeMap<>(request.parameters());
    parameters.putAll(more);
    parameters.put("query_id", request.queryId());
    parameters.put("database", request.database());
    parameters.put("default_format", request.format());
    String query =
        parameters.entrySet().stream()
            .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
            .collect(Collectors.joining("&"));
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return url.resolve(path + "?" + query);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    client.close();
  }
}
