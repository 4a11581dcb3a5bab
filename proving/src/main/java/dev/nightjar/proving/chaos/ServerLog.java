package dev.nightjar.proving.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the server's log tells of all its lives, which no comparison at the end can see. */
final class ServerLog {

  private static final Pattern MISSING =
      Pattern.compile(": (\\d+) batches of .* that were done are not in ClickHouse");

  private final Path log;

  ServerLog(Path log) {
    this.log = log;
  }

  /** How many batches counted as done and were not there at a start; they have gone in again. */
  long missingBatches() {
    // A process that is killed may leave half a character.
    try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
      return lines
          .map(MISSING::matcher)
          .filter(Matcher::find)
          .mapToLong(found -> Long.parseLong(found.group(1)))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
