package dev.nightjar.server.intake;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.QueryStream;
import dev.nightjar.clickhouse.Sql;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.query.ErrorText;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads Parquet: ClickHouse does, and hands the rows out as lines of JSON. */
final class ParquetRows {
  /** What another ClickHouse is sent inside a query. */
  private static final long LARGEST_SENT = 32L << 20;

  private static final Duration LONGEST = Duration.ofHours(1);

  /** A group of rows is in memory at a time, unpacked. */
  private static final long MEMORY_BYTES = 2L << 30;

  private final ClickHouse clickHouse;
  private final boolean inThisProcess;
  private final Path folder;

  /**
   * @param inThisProcess whether ClickHouse can read files of this process
   * @param folder where the file waits
   */
  ParquetRows(ClickHouse clickHouse, boolean inThisProcess, Path folder) {
    this.clickHouse = clickHouse;
    this.inThisProcess = inThisProcess;
    this.folder = folder;
  }

  /**
   * Reads to the end.
   *
   * @throws HttpProblem 400 when it is no Parquet
   */
  void read(InputStream in, StagedRows rows) throws IOException {
    stored(
        in,
        file ->
            lines(
                file,
                "",
                lines -> {
                  new JsonRows(rows).readLines(lines);
                  return file;
                }));
  }

  /**
   * Its first rows, as lines of JSON, and the types of its columns as ClickHouse reads them.
   *
   * @param bytes how many there may be of rows; the last line may be cut off
   * @throws HttpProblem 400 when it is no Parquet
   */
  FileHead head(InputStream in, int rows, int bytes) throws IOException {
    return stored(
        in,
        file -> {
          Map<String, String> types = new LinkedHashMap<>();
          clickHouse
              .rows(limited("DESCRIBE TABLE " + source(file)).build())
              .forEach(row -> types.put(row.string("name"), row.string("type")));
          byte[] lines = lines(file, " LIMIT " + rows, head -> head.readNBytes(bytes));
          return new FileHead(lines, types);
        });
  }

  private interface Work<F, T> {
    T of(F file) throws IOException;
  }

  /** Works on the file where ClickHouse can read it. */
  private <T> T stored(InputStream in, Work<Path, T> work) throws IOException {
    Path file = Files.createTempFile(folder, "upload-", ".parquet");
    try {
      try (BoundedOutput copy = BoundedOutput.to(file, Long.MAX_VALUE)) {
        in.transferTo(copy);
      }
      return work.of(file);
    } catch (ClickHouseException e) {
      ErrorText.requireAnswer(e);
      throw HttpProblem.badRequest(
          "The Parquet file cannot be read: " + reason(ErrorText.message(e, Set.of())));
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private <T> T lines(Path file, String limit, Work<InputStream, T> reading) throws IOException {
    try (QueryStream stream = clickHouse.stream(query(file, limit))) {
      return reading.of(new SequenceInputStream(new Pieces(stream)));
    }
  }

  /** Without the advice to state its structure, and the place where it lay. */
  private static String reason(String text) {
    return text.replaceFirst("(?s)^.* Error:\\s*", "")
        .replaceFirst("^Code: \\d+\\. ", "")
        .replaceFirst("(?s)\\s*You can specify the structure.*$", "")
        .replaceAll("\\(in file/uri [^)]*\\)", "")
        .strip();
  }

  private Query query(Path file, String limit) throws IOException {
    return limited("SELECT * FROM " + source(file) + limit)
        .format("JSONEachRow")
        .setting("date_time_output_format", "iso")
        .setting("output_format_json_quote_64bit_integers", "0")
        .setting("output_format_json_quote_denormals", "1")
        .setting("output_format_json_named_tuples_as_objects", "1")
        .build();
  }

  private static Query.Builder limited(String sql) {
    return Query.builder(sql)
        .setting("max_query_size", Long.toString(2 * LARGEST_SENT))
        .setting("max_threads", "1")
        .setting("max_memory_usage", Long.toString(MEMORY_BYTES))
        .setting("max_execution_time", Long.toString(LONGEST.toSeconds()));
  }

  private String source(Path file) throws IOException {
    if (inThisProcess) {
      return "file(" + Sql.string(file.toAbsolutePath().toString()) + ", 'Parquet')";
    }
    if (Files.size(file) > LARGEST_SENT) {
      throw HttpProblem.tooLarge(
          "A Parquet file for a ClickHouse on another machine can have "
              + (LARGEST_SENT >> 20)
              + " MB. Send the rows as NDJSON or CSV, or in several files.");
    }
    return "format('Parquet', base64Decode("
        + Sql.string(Base64.getEncoder().encodeToString(Files.readAllBytes(file)))
        + "))";
  }

  /** The pieces of a result, one after the other. */
  private static final class Pieces implements Enumeration<InputStream> {
    private final QueryStream stream;
    private Optional<byte[]> next;

    Pieces(QueryStream stream) {
      this.stream = stream;
      this.next = stream.next();
    }

    @Override
    public boolean hasMoreElements() {
      return next.isPresent();
    }

    @Override
    public InputStream nextElement() {
      byte[] piece = next.orElseThrow();
      next = stream.next();
      return new java.io.ByteArrayInputStream(piece);
    }
  }
}
