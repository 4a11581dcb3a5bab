package dev.nightjar.clickhouse.http;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.Parameter;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Reads what a request wants: its statement, its rows, its parameters and its settings. */
final class Requests {
  private static final String USUAL_FORMAT = "TabSeparated";
  private static final String PARAMETER = "param_";
  private static final int LONGEST_ID = 1_024;

  /** Parameters of this interface; every other one is a setting. */
  private static final Set<String> OWN =
      Set.of(
          "query",
          "database",
          "default_format",
          "query_id",
          "session_id",
          "session_timeout",
          "session_check",
          "user",
          "password",
          "quota_key",
          "role",
          "compress",
          "decompress",
          "buffer_size",
          "wait_end_of_query",
          "enable_http_compression",
          "send_progress_in_http_headers",
          "http_headers_progress_interval_ms",
          "add_http_cors_header",
          "http_response_buffer_size",
          "http_wait_end_of_query",
          "http_native_compression_disable_checksumming_on_decompress",
          "http_zlib_compression_level",
          "cancel_http_readonly_queries_on_client_close",
          "http_write_exception_in_output_format",
          "stacktrace",
          "client_protocol_version",
          "max_query_size",
          "");

  private Requests() {}

  /**
   * A request.
   *
   * @param ask what to run
   * @param rows what an INSERT brings
   */
  record Request(Ask ask, Optional<InputStream> rows) {}

  /**
   * Reads a request; of its body no more than is needed.
   *
   * @param longest how many bytes its statement may have
   * @throws dev.nightjar.clickhouse.ClickHouseException when it makes no sense
   * @throws IOException when its body cannot be read
   */
  static Request read(HttpAsk http, UrlParameters url, int longest) throws IOException {
    InputStream body = body(http, url);
    UrlParameters parameters = url;
    String contentType = http.header("Content-Type").orElse("");
    if (FormBody.isForm(contentType)) {
      parameters = url.and(FormBody.fields(contentType, body, longest));
      body = InputStream.nullInputStream();
    }
    String query = parameters.get("query").orElse("");
    RequestText text = RequestText.read(query, body, longest);
    String format =
        text.format()
            .or(() -> url.get("default_format").filter(name -> !name.isEmpty()))
            .or(() -> http.header("X-ClickHouse-Format").filter(name -> !name.isEmpty()))
            .orElse(USUAL_FORMAT);
    Ask ask =
        new Ask(
            text.sql(),
            format,
            parameters
                .get("database")
                .or(() -> http.header("X-ClickHouse-Database"))
                .filter(name -> !name.isEmpty()),
            bound(parameters),
            settings(parameters),
            queryId(parameters),
            SessionName.of(parameters::get),
            !http.method().equals("POST"));
    return new Request(ask, text.rows());
  }

  /** It is answered in a header, which holds no more than this. */
  private static String queryId(UrlParameters parameters) {
    String id =
        parameters
            .get("query_id")
            .filter(text -> !text.isEmpty())
            .orElseGet(() -> UUID.randomUUID().toString());
    if (id.length() > LONGEST_ID || !id.matches("[ -~]*")) {
      throw new ClickHouseException(
          36,
          "BAD_ARGUMENTS",
          "A query_id has up to " + LONGEST_ID + " printable ASCII characters");
    }
    return id;
  }

  private static InputStream body(HttpAsk http, UrlParameters url) throws IOException {
    if (!http.method().equals("POST")) {
      return InputStream.nullInputStream();
    }
    InputStream in = http.body();
    Optional<ContentCoding> coding = ContentCoding.of(http.header("Content-Encoding").orElse(""));
    InputStream decoded = coding.isPresent() ? new LazyInput(in, coding.get()) : in;
    return url.isOn("decompress") ? new BlockInput(decoded) : decoded;
  }

  private static Map<String, Parameter> bound(UrlParameters parameters) {
    Map<String, Parameter> bound = new HashMap<>();
    parameters
        .values()
        .forEach((name, value) -> {
          if (name.startsWith(PARAMETER) && name.length() > PARAMETER.length()) {
            bound.put(name.substring(PARAMETER.length()), Parameter.ofEncoded(value));
          }
        });
    return bound;
  }

  private static Map<String, String> settings(UrlParameters parameters) {
    Map<String, String> settings = new HashMap<>();
    parameters
        .values()
        .forEach((name, value) -> {
          if (!OWN.contains(name) && !name.startsWith(PARAMETER)) {
            if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
              throw new ClickHouseException(
                  115, "UNKNOWN_SETTING", "Unknown setting '" + name + "'");
            }
            settings.put(name, value);
          }
        });
    return settings;
  }
}
