package dev.nightjar.server.push;

import dev.nightjar.project.SourceFile;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.http.Parameters;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A data source as {@code tb push} of the classic client sends it: a form whose fields are the
 * file's directives ({@code tinybird-cli} 6.5.5 and 5.4.0, recorded).
 */
public final class DatasourceForm {
  private static final Map<String, String> ENGINE = new LinkedHashMap<>();

  static {
    ENGINE.put("engine", "ENGINE");
    ENGINE.put("engine_partition_key", "ENGINE_PARTITION_KEY");
    ENGINE.put("engine_sorting_key", "ENGINE_SORTING_KEY");
    ENGINE.put("engine_primary_key", "ENGINE_PRIMARY_KEY");
    ENGINE.put("engine_sampling_key", "ENGINE_SAMPLING_KEY");
    ENGINE.put("engine_ttl", "ENGINE_TTL");
    ENGINE.put("engine_ver", "ENGINE_VER");
    ENGINE.put("engine_is_deleted", "ENGINE_IS_DELETED");
    ENGINE.put("engine_sign", "ENGINE_SIGN");
    ENGINE.put("engine_version", "ENGINE_VERSION");
    ENGINE.put("engine_columns", "ENGINE_SUMMING_COLUMNS");
    ENGINE.put("engine_settings", "ENGINE_SETTINGS");
  }

  private DatasourceForm() {}

  /**
   * The datafile that says the same. What the form leaves out of a DynamoDB data source (the system
   * columns, the engine) stays out.
   *
   * @throws HttpProblem 400 when the form cannot be a file
   */
  public static SourceFile file(Parameters form) {
    String name = DatafileText.name(form.first("name"), "data source");
    String schema =
        form.first("schema")
            .filter(text -> !text.isBlank())
            .orElseThrow(() ->
                HttpProblem.badRequest("The data source `" + name + "` needs a schema: schema=…."));
    DatafileText text =
        new DatafileText()
            .block("DESCRIPTION", form.first("description"))
            .block("SCHEMA", Optional.of(schema));
    ENGINE.forEach((field, directive) -> text.line(directive, form.first(field)));
    text.block("INDEXES", form.first("indexes"));
    String service = form.first("service").map(String::strip).orElse("");
    if (service.equals("dynamodb")) {
      text.line("IMPORT_SERVICE", Optional.of(service))
          .line("IMPORT_CONNECTION_NAME", needed(form, "connection"))
          .line("IMPORT_TABLE_ARN", needed(form, "dynamodb_table_arn"))
          .line("IMPORT_EXPORT_BUCKET", needed(form, "dynamodb_export_bucket"));
    } else if (!service.isEmpty()) {
      throw HttpProblem.badRequest(
          "`" + service + "` is no service of this server. It mirrors tables of dynamodb.");
    }
    return new SourceFile(name + ".datasource", text.text());
  }

  private static Optional<String> needed(Parameters form, String field) {
    return Optional.of(
        form.first(field)
            .filter(value -> !value.isBlank())
            .orElseThrow(
                () -> HttpProblem.badRequest("A data source of DynamoDB needs " + field + ".")));
  }
}
