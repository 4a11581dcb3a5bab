package dev.nightjar.project;

import java.util.Objects;
import java.util.Optional;

/**
 * One datafile as it was handed in.
 *
 * @param path its path or bare name, with {@code /} or {@code \} between folders; the folders mean
 *     nothing
 * @param text its whole text, in any line ending, with or without a byte order mark
 */
public record SourceFile(String path, String text) {
  public SourceFile {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(text, "text");
  }

  /** The resource's name: the file's name without folders and without its last extension. */
  public String name() {
    String file = fileName();
    int dot = file.lastIndexOf('.');
    return dot < 0 ? file : file.substring(0, dot);
  }

  /** What the file describes, by its extension alone; empty for a file that is no datafile. */
  public Optional<FileKind> kind() {
    String file = fileName();
    int dot = file.lastIndexOf('.');
    return dot < 0 ? Optional.empty() : FileKind.ofExtension(file.substring(dot + 1));
  }

  private String fileName() {
    return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  }
}
