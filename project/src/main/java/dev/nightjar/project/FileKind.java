package dev.nightjar.project;

import java.util.Locale;
import java.util.Optional;

/** The three kinds of datafiles, in the order in which a deployment needs them. */
public enum FileKind {
  CONNECTION("connection", "connection"),
  DATASOURCE("datasource", "data source"),
  PIPE("pipe", "pipe");

  private final String extension;
  private final String words;

  FileKind(String extension, String words) {
    this.extension = extension;
    this.words = words;
  }

  /** The file's extension without its dot, for example {@code datasource}. */
  public String extension() {
    return extension;
  }

  /** What a message calls it, for example {@code data source}. */
  public String words() {
    return words;
  }

  static Optional<FileKind> ofExtension(String extension) {
    String lower = extension.toLowerCase(Locale.ROOT);
    for (FileKind kind : values()) {
      if (kind.extension.equals(lower)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
