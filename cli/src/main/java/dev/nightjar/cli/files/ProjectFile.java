package dev.nightjar.cli.files;

import java.nio.file.Path;
import java.util.Locale;

/**
 * A file of the project.
 *
 * @param path relative to the project folder, with {@code /} between its parts
 * @param text its text
 */
public record ProjectFile(String path, String text) {

  /** The kinds of files, in the order of an upload. */
  public enum Kind {
    /** A table. */
    DATASOURCE,
    /** SQL over tables. */
    PIPE,
    /** Access to a table of AWS. */
    CONNECTION;

    /** The file name's end: {@code .datasource}. */
    public String extension() {
      return "." + name().toLowerCase(Locale.ROOT);
    }
  }

  /** The kind, by the extension. */
  public Kind kind() {
    for (Kind kind : Kind.values()) {
      if (path.endsWith(kind.extension())) {
        return kind;
      }
    }
    throw new IllegalStateException(path + " is no file of a project");
  }

  /** The resource's name: the file name without its extension. */
  public String resource() {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return name.substring(0, name.length() - kind().extension().length());
  }

  static boolean isOne(Path file) {
    String name = file.getFileName().toString();
    for (Kind kind : Kind.values()) {
      if (name.endsWith(kind.extension()) && name.length() > kind.extension().length()) {
        return true;
      }
    }
    return false;
  }
}
