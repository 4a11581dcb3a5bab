package dev.nightjar.clickhouse.remote;

import com.clickhouse.client.api.query.QueryResponse;
import dev.nightjar.clickhouse.Parameter;
import dev.nightjar.clickhouse.Rows;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.execution.Callers;
import dev.nightjar.clickhouse.execution.Task;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The project's own small questions, beside the lanes: about processes, about texts of SQL, about
 * the server. Each has a thread of its own, so that an interrupt of the asker cuts nothing.
 */
final class Asking {
  private final Http http;
  private final Map<String, String> always;

  /**
   * A way to ask.
   *
   * @param always settings of every question
   */
  Asking(Http http, Map<String, String> always) {
    this.http = http;
    this.always = always;
  }

  Rows rows(String sql, Map<String, Parameter> parameters) {
    return Rows.parse(bytes(sql, Rows.FORMAT, parameters, Map.of()));
  }

  byte[] bytes(
      String sql, String format, Map<String, Parameter> parameters, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(always);
    all.putAll(settings);
    Request request =
        new Request(
                sql,
                format,
                TableName.DEFAULT_DATABASE,
                "nightjar-" + UUID.randomUUID(),
                Request.parameters(all, parameters))
            .whole();
    Task<byte[]> task = new Task<>(() -> read(request));
    Thread.ofVirtual().name("clickhouse-asking").start(task);
    return Callers.uninterrupted(task::await);
  }

  private byte[] read(Request request) throws Exception {
    try (QueryResponse response = http.query(request)) {
      AnswerReader reader = new AnswerReader(response.getInputStream());
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      for (Optional<byte[]> piece = reader.next(); piece.isPresent(); piece = reader.next()) {
        bytes.writeBytes(piece.get());
      }
      return bytes.toByteArray();
    }
  }
}
