package dev.nightjar.benchmarks;

import dev.nightjar.benchmarks.ServedEndpoint.Endpoint;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What was measured of endpoints, as lines for a person and as one JSON object. */
final class EndpointReport {
  private static final double MEBIBYTE = 1048576.0;

  private final StringBuilder lines = new StringBuilder();
  private final ObjectNode values = new JsonMapper().createObjectNode();

  EndpointReport() {
    int processors = Runtime.getRuntime().availableProcessors();
    values.put("processors", processors);
    lines.append("Java %d, %d processors%n%n".formatted(Runtime.version().feature(), processors));
  }

  void add(Endpoint endpoint, EndpointMeasurement.Added added) {
    String name = name(endpoint);
    line(name + ": the SQL straight to the engine, median", added.direct().millis(0.5), "ms");
    line(name + ": the endpoint, median", added.endpoint().millis(0.5), "ms");
    line(name + ": added, median", added.addedMillis(), "ms");
    values.put(name + "_direct_median_ms", added.direct().millis(0.5));
    values.put(name + "_endpoint_median_ms", added.endpoint().millis(0.5));
    values.put(name + "_added_median_ms", added.addedMillis());
  }

  void add(Endpoint endpoint, int rate, EndpointMeasurement.Steady steady) {
    String name = name(endpoint);
    String at = name + " at " + rate + "/s: ";
    line(at + "straight to the engine, p50", steady.direct().millis(0.5), "ms");
    line(at + "straight to the engine, p99", steady.direct().millis(0.99), "ms");
    line(at + "the endpoint, p50", steady.answered().millis(0.5), "ms");
    line(at + "the endpoint, p99", steady.answered().millis(0.99), "ms");
    line(at + "added, p99", steady.addedMillis(0.99), "ms");
    line(at + "refused", steady.refused(), "");
    values.put("rate_per_second", rate);
    values.put(name + "_rate_direct_p50_ms", steady.direct().millis(0.5));
    values.put(name + "_rate_direct_p99_ms", steady.direct().millis(0.99));
    values.put(name + "_rate_p50_ms", steady.answered().millis(0.5));
    values.put(name + "_rate_p99_ms", steady.answered().millis(0.99));
    values.put(name + "_rate_added_p99_ms", steady.addedMillis(0.99));
    values.put(name + "_rate_refused", steady.refused());
  }

  void add(int tokens, EndpointMeasurement.Filtered filtered) {
    line("one token with a filter, median", filtered.one().millis(0.5), "ms");
    line(tokens + " tokens with filters, median", filtered.many().millis(0.5), "ms");
    line("ratio", filtered.ratio(), "");
    values.put("one_token_median_ms", filtered.one().millis(0.5));
    values.put("tokens", tokens);
    values.put("tokens_median_ms", filtered.many().millis(0.5));
    values.put("tokens_ratio", filtered.ratio());
  }

  void add(long rows, EndpointMeasurement.Guarded guarded) {
    line("SQL of a token with a filter on the key, median", guarded.filtered().millis(0.5), "ms");
    line("the same with the filter written, median", guarded.written().millis(0.5), "ms");
    line("ratio", guarded.ratio(), "");
    values.put("guarded_rows", rows);
    values.put("guarded_median_ms", guarded.filtered().millis(0.5));
    values.put("written_filter_median_ms", guarded.written().millis(0.5));
    values.put("guarded_ratio", guarded.ratio());
  }

  void add(EndpointMeasurement.Large large) {
    line("a result of %d MB".formatted(large.bytes() >> 20), large.megabytesPerSecond(), "MB/s");
    line("more memory while it was sent", large.more().residentBytes() / MEBIBYTE, "MiB");
    line("of it heap", large.more().heapBytes() / MEBIBYTE, "MiB");
    values.put("large_bytes", large.bytes());
    values.put("large_megabytes_per_second", large.megabytesPerSecond());
    values.put("large_more_memory_bytes", large.more().residentBytes());
    values.put("large_more_heap_bytes", large.more().heapBytes());
  }

  String text() {
    return lines.toString();
  }

  String json() {
    return new JsonMapper().writeValueAsString(values);
  }

  private void line(String what, double value, String unit) {
    lines.append("%-56s %9.2f %s".formatted(what, value, unit).stripTrailing()).append('\n');
  }

  private static String name(Endpoint endpoint) {
    return endpoint.name().toLowerCase(Locale.ROOT);
  }
}
