package dev.nightjar.project;

import static dev.nightjar.project.Commands.Form.BLOCK;
import static dev.nightjar.project.Commands.Form.TEXT;
import static dev.nightjar.project.Commands.Form.VALUE;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The directives of each kind of file, by their names in capitals. */
final class Commands {

  /** What follows a directive's name. */
  enum Form {
    /** The rest of the line. */
    VALUE,
    /** The rest of the line, or a block. */
    TEXT,
    /** {@code >} and the lines below. */
    BLOCK
  }

  private static final Map<FileKind, Commands> OF = new EnumMap<>(FileKind.class);

  static {
    OF.put(
        FileKind.DATASOURCE,
        new Commands(List.of("KAFKA_"))
            .with(TEXT, "DESCRIPTION", "SHARED_WITH", "FORWARD_QUERY")
            .with(BLOCK, "SCHEMA", "INDEXES")
            .with(VALUE, "TOKEN", "TAGS", "BACKFILL", "VERSION", "INCLUDE", "ENGINE")
            .withPrefix(
                "ENGINE_",
                "PARTITION_KEY SORTING_KEY PRIMARY_KEY SAMPLING_KEY TTL SETTINGS VER IS_DELETED SIGN"
                    + " VERSION SUMMING_COLUMNS")
            .withPrefix(
                "IMPORT_",
                "SERVICE CONNECTION_NAME SCHEDULE STRATEGY BUCKET_URI FROM_TIMESTAMP TABLE_ARN"
                    + " EXPORT_BUCKET FORMAT QUERY EXTERNAL_DATASOURCE"));
    OF.put(
        FileKind.PIPE,
        new Commands(List.of("EXPORT_"))
            .with(TEXT, "DESCRIPTION", "SQL")
            .with(VALUE, "NODE", "TYPE", "DATASOURCE", "TARGET_DATASOURCE", "DEPLOYMENT_METHOD")
            .with(VALUE, "CACHE", "TOKEN", "TAGS", "VERSION", "INCLUDE")
            .withPrefix("COPY_", "SCHEDULE MODE"));
    OF.put(
        FileKind.CONNECTION,
        new Commands(List.of("KAFKA_", "S3_", "GCS_"))
            .with(TEXT, "DESCRIPTION", "KAFKA_SSL_CA_PEM", "GCS_SERVICE_ACCOUNT_CREDENTIALS_JSON")
            .with(VALUE, "TYPE", "VERSION", "INCLUDE")
            .withPrefix("DYNAMODB_", "ARN REGION"));
  }

  private final Map<String, Form> forms = new TreeMap<>();
  private final List<String> openPrefixes;

  private Commands(List<String> openPrefixes) {
    this.openPrefixes = openPrefixes;
  }

  static Commands of(FileKind kind) {
    return OF.get(kind);
  }

  /** The form of a directive; empty if files of this kind have none of that name. */
  Optional<Form> form(String name) {
    Form form = forms.get(name);
    if (form != null) {
      return Optional.of(form);
    }
    return openPrefixes.stream().anyMatch(name::startsWith) ? Optional.of(VALUE) : Optional.empty();
  }

  Collection<String> names() {
    return forms.keySet();
  }

  /** The kinds of files that have a directive of that name. */
  static List<FileKind> kindsWith(String name) {
    return Arrays.stream(FileKind.values())
        .filter(kind -> of(kind).form(name).isPresent())
        .collect(Collectors.toList());
  }

  private Commands with(Form form, String... names) {
    for (String name : names) {
      forms.put(name, form);
    }
    return this;
  }

  private Commands withPrefix(String prefix, String suffixes) {
    for (String suffix : suffixes.split(" ", -1)) {
      forms.put(prefix + suffix, VALUE);
    }
    return this;
  }
}
