package dev.nightjar.cli;

import dev.nightjar.cli.api.ServerClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Sends a file, or has the server fetch one, and waits until its rows are in. */
abstract class ImportCommand implements Callable<Integer> {
  private final Environment environment;
  private final String mode;
  private final String done;

  @Spec CommandSpec spec;
  @Mixin ClientOptions client;

  @Parameters(index = "0", paramLabel = "DATASOURCE", description = "The data source.")
  String datasource;

  @Parameters(
      index = "1",
      paramLabel = "FILE|URL",
      description = "CSV, NDJSON or Parquet, as it is or as .gz or .zst.")
  String from;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "csv, ndjson or parquet (default: what the name ends in).")
  Optional<String> format = Optional.empty();

  @Option(
      names = "--delimiter",
      paramLabel = "CHAR",
      description = "Between the fields of a CSV (default: what its first line shows).")
  Optional<String> delimiter = Optional.empty();

  ImportCommand(Environment environment, String mode, String done) {
    this.environment = environment;
    this.mode = mode;
    this.done = done;
  }

  /** What is asked for besides; begins with {@code &}. */
  String more() {
    return "";
  }

  @Override
  public Integer call() {
    boolean url =
        from.regionMatches(true, 0, "http://", 0, 7)
            || from.regionMatches(true, 0, "https://", 0, 8);
    String path =
        "/v1/datasources/"
            + ServerClient.encode(datasource)
            + "/"
            + mode
            + "?format="
            + ServerClient.encode(format.orElseGet(this::ofName))
            + delimiter.map(text -> "&dialect_delimiter=" + ServerClient.encode(text)).orElse("")
            + (url ? "&url=" + ServerClient.encode(from) : "")
            + more();
    try (ServerClient server = client.connect(environment)) {
      JsonNode begun = url ? server.send(path) : server.send(path, file());
      JsonNode job = RunningJob.await(server, begun);
      tell(job);
    }
    return 0;
  }

  private void tell(JsonNode job) {
    long quarantined = job.path("quarantined_rows").asLong(0);
    new Done(
            "✓ %s %s %s"
                .formatted(RowCount.of(job.path("successful_rows").asLong(0)), done, datasource),
            job)
        .print(client.format(), environment.terminal());
    if (quarantined > 0) {
      environment
          .terminal()
          .note(
              RowCount.of(quarantined)
                  + " did not fit: see "
                  + datasource
                  + "_quarantine: `nightjar sql \"SELECT c__error_column, c__error FROM "
                  + datasource
                  + "_quarantine ORDER BY insertion_date DESC LIMIT 10\"` tells why.");
    }
  }

  private Path file() {
    Path file = environment.directory().resolve(from);
    if (!Files.isRegularFile(file)) {
      throw new UserException(
          Files.exists(file) ? from + " is no file with rows." : "There is no file " + from + ".");
    }
    return file;
  }

  private String ofName() {
    String name =
        from.replaceFirst("[?#].*$", "").toLowerCase(Locale.ROOT).replaceFirst("[.](gz|zst)$", "");
    if (name.endsWith(".csv")) {
      return "csv";
    }
    if (name.endsWith(".ndjson") || name.endsWith(".jsonl") || name.endsWith(".json")) {
      return "ndjson";
    }
    if (name.endsWith(".parquet")) {
      return "parquet";
    }
    throw new ParameterException(
        spec.commandLine(),
        "The name does not tell the format: say --format csv, ndjson or parquet.");
  }
}
