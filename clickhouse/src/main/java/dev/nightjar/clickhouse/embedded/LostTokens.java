package dev.nightjar.clickhouse.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tokens that the engine remembers of inserts whose parts never came to be. The engine writes a
 * token down and gives the part its name after that: a process that dies in between leaves the one
 * without the other. Then the insert is taken for done when it is repeated, in the table or in the
 * target of a view, and is in neither. Such tokens are forgotten before the engine looks.
 */
final class LostTokens {
  private static final String LOGS = "deduplication_logs";

  /** An operation (1 adds, 2 takes away), the part, and what stands for the token. */
  private static final Pattern ENTRY = Pattern.compile("1\t([^\t]+)\t.*");

  /** The partition, the first and the last of its blocks, its level, its mutation. */
  private static final Pattern PART =
      Pattern.compile("(.+?)_([0-9]{1,18})_([0-9]{1,18})_[0-9]+(?:_[0-9]+)?");

  private final Path root;
  private long forgotten;

  private LostTokens(Path root) {
    this.root = root;
  }

  private record Blocks(String partition, long first, long last) {

    static Optional<Blocks> of(String part) {
      Matcher name = PART.matcher(part);
      return name.matches()
          ? Optional.of(
              new Blocks(
                  name.group(1), Long.parseLong(name.group(2)), Long.parseLong(name.group(3))))
          : Optional.empty();
    }

    boolean hold(Blocks others) {
      return partition.equals(others.partition) && first <= others.first && last >= others.last;
    }
  }

  /**
   * Forgets them in all tables of a data directory that no engine has open.
   *
   * @return how many
   * @throws EngineException if the directory cannot be read or written
   */
  static long forget(Path root) {
    LostTokens tokens = new LostTokens(root);
    try {
      for (Path prefix : children(root.resolve("store"))) {
        for (Path table : children(prefix)) {
          tokens.forgetIn(table);
        }
      }
    } catch (IOException e) {
      throw new EngineException(
          "The tokens of inserts in " + root + " cannot be read or written: " + e.getMessage(), e);
    }
    return tokens.forgotten;
  }

  private static List<Path> children(Path folder) throws IOException {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
        entries.forEach(found::add);
      }
    }
    return found;
  }

  private void forgetIn(Path table) throws IOException {
    List<Path> logs = children(table.resolve(LOGS));
    if (logs.isEmpty()) {
      return;
    }
    List<Blocks> parts = new ArrayList<>();
    for (Path entry : children(table)) {
      Blocks.of(entry.getFileName().toString()).ifPresent(parts::add);
    }
    for (Path log : logs) {
      forgetIn(log, parts);
    }
  }

  private void forgetIn(Path log, List<Blocks> parts) throws IOException {
    String text = Files.readString(log, StandardCharsets.ISO_8859_1);
    StringBuilder kept = new StringBuilder(text.length());
    int start = 0;
    // What follows the last end of a line was cut off while it was written.
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      String line = text.substring(start, end);
      start = end + 1;
      if (isLost(line, parts)) {
        forgotten++;
      } else {
        kept.append(line).append('\n');
      }
    }
    if (kept.length() < text.length()) {
      write(log, kept.toString());
    }
  }

  private static boolean isLost(String line, List<Blocks> parts) {
    Matcher entry = ENTRY.matcher(line);
    return entry.matches()
        && Blocks.of(entry.group(1))
            .filter(blocks -> parts.stream().noneMatch(part -> part.hold(blocks)))
            .isPresent();
  }

  /** Not beside the log: the engine reads every file there. */
  private void write(Path log, String text) throws IOException {
    Path written = root.resolve("nightjar-tokens");
    Files.writeString(written, text, StandardCharsets.ISO_8859_1);
    sync(written, StandardOpenOption.WRITE);
    Files.move(written, log, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    sync(log.getParent(), StandardOpenOption.READ);
  }

  private static void sync(Path path, StandardOpenOption how) throws IOException {
    try (FileChannel channel = FileChannel.open(path, how)) {
      channel.force(true);
    }
  }
}
