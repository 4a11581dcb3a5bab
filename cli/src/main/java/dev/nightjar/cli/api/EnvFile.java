package dev.nightjar.cli.api;

import dev.nightjar.cli.UserException;
import dev.nightjar.cli.files.FileTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Files of variables, {@code NAME=value} a line; quotes around a value do not belong to it. */
public final class EnvFile {

  private EnvFile() {}

  /**
   * Its variables; none where there is no file.
   *
   * @throws UserException if the file is there and cannot be read
   */
  public static Map<String, String> read(Path file) {
    Map<String, String> variables = new LinkedHashMap<>();
    if (!Files.isRegularFile(file)) {
      return variables;
    }
    try {
      for (String line : Files.readAllLines(file)) {
        String text = line.strip().replaceFirst("^export\\s+", "");
        int equals = text.indexOf('=');
        if (equals > 0 && !text.startsWith("#")) {
          variables.put(text.substring(0, equals).strip(), bare(text.substring(equals + 1)));
        }
      }
      return variables;
    } catch (IOException e) {
      throw new UserException(file + " cannot be read: " + FileTrouble.of(e) + ".", e);
    }
  }

  private static String bare(String value) {
    String text = value.strip();
    boolean quoted =
        text.length() > 1
            && (text.startsWith("'") && text.endsWith("'")
                || text.startsWith("\"") && text.endsWith("\""));
    return quoted ? text.substring(1, text.length() - 1) : text;
  }
}
