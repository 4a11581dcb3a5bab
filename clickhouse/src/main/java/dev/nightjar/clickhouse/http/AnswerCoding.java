package dev.nightjar.clickhouse.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * How an answer is compressed: HTTP's coding outside ({@code enable_http_compression=1} and {@code
 * Accept-Encoding}), ClickHouse's blocks inside ({@code compress=1}).
 *
 * @param http HTTP's coding
 * @param blocks whether ClickHouse's blocks are used
 */
record AnswerCoding(Optional<ContentCoding> http, boolean blocks) {

  static AnswerCoding of(UrlParameters parameters, HttpAsk ask) {
    Optional<ContentCoding> http =
        parameters.isOn("enable_http_compression")
            ? ask.header("Accept-Encoding").flatMap(ContentCoding::accepted)
            : Optional.empty();
    return new AnswerCoding(http, parameters.isOn("compress"));
  }

  boolean isPlain() {
    return http.isEmpty() && !blocks;
  }

  OutputStream encode(OutputStream out) throws IOException {
    OutputStream coded = http.isPresent() ? http.get().encode(out) : out;
    return blocks ? new BlockOutput(coded) : coded;
  }
}
