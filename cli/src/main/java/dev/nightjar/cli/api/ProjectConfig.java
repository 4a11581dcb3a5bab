package dev.nightjar.cli.api;

import dev.nightjar.cli.UserException;
import dev.nightjar.cli.files.FileTrouble;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What a project's folder says of its server: {@code .tinyb} (of Tinybird's command lines) or
 * {@code tinybird.config.json} (of its SDKs), whichever is nearest above; {@code .tinyb} wins in
 * the same folder. Names in {@code ${…}} are looked up in the environment, then in {@code
 * .env.local} and {@code .env} beside the file.
 *
 * @param file the one that names the server
 * @param base the server; empty where the file names none, or no token for it
 * @param token its token
 * @param mainToken the token of the workspace that the branch in {@code token} belongs to
 * @param devMode where {@code build} goes
 * @param folder where the datafiles are
 * @param foreign files that were not read, for they belong to somebody else, see {@link FileOwners}
 */
public record ProjectConfig(
    Optional<Path> file,
    Optional<URI> base,
    Optional<String> token,
    Optional<String> mainToken,
    Optional<DevMode> devMode,
    Optional<Path> folder,
    List<Path> foreign) {

  /** Where {@code build} goes where no option says it. */
  public enum DevMode {
    /** Wherever it is told to. */
    MANUAL,
    /** To the server of this machine. */
    LOCAL,
    /** To a branch that is called like the branch of git. */
    BRANCH
  }

  /** The name of the file of Tinybird's command lines. */
  public static final String TINYB = ".tinyb";

  private static final String SDK_FILE = "tinybird.config.json";
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");
  private static final ProjectConfig NONE =
      new ProjectConfig(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of());

  public ProjectConfig {
    foreign = List.copyOf(foreign);
  }

  /**
   * Reads those of a folder and of those above; one of them may say the server and another the
   * rest.
   *
   * @throws UserException if a file is there and cannot be read
   */
  public static ProjectConfig of(Path folder, Map<String, String> variables) {
    ProjectConfig found = NONE;
    List<Path> foreign = new ArrayList<>();
    for (Path at = folder.toAbsolutePath(); at != null; at = at.getParent()) {
      for (String name : new String[] {TINYB, SDK_FILE}) {
        Path file = at.resolve(name);
        if (!Files.isRegularFile(file)) {
          continue;
        }
        if (FileOwners.isTrusted(file, folder)) {
          found = found.or(read(file, variables));
        } else {
          foreign.add(file);
        }
      }
    }
    return new ProjectConfig(
        found.file, found.base, found.token, found.mainToken, found.devMode, found.folder, foreign);
  }

  private ProjectConfig or(ProjectConfig further) {
    ProjectConfig server = base.isPresent() ? this : further;
    return new ProjectConfig(
        server.file,
        server.base,
        server.token,
        server.mainToken,
        devMode.or(further::devMode),
        folder.or(further::folder),
        List.of());
  }

  private static ProjectConfig read(Path file, Map<String, String> variables) {
    JsonNode json = json(file);
    Map<String, String> known = new HashMap<>();
    for (String name : new String[] {".env", ".env.local"}) {
      known.putAll(EnvFile.read(file.resolveSibling(name)));
    }
    known.putAll(variables);
    Optional<String> host = text(json, known, "host", "baseUrl", "base_url");
    Optional<String> token = text(json, known, "token");
    boolean whole = host.isPresent() && token.isPresent();
    return new ProjectConfig(
        Optional.of(file).filter(_ -> whole),
        host.filter(text -> whole).map(ServerAddress::of),
        token.filter(text -> whole),
        Optional.of(json.path("nightjar").path("main_token").asString(""))
            .filter(text -> !text.isEmpty()),
        text(json, known, "devMode", "dev_mode").map(text -> devMode(file, text)),
        text(json, known, "folder").map(file.getParent()::resolve),
        List.of());
  }

  /**
   * The file as it is.
   *
   * @throws UserException if it is no JSON
   */
  static JsonNode json(Path file) {
    try {
      return Json.parse(Files.readString(file));
    } catch (IOException e) {
      throw new UserException(file + " cannot be read: " + FileTrouble.of(e) + ".", e);
    } catch (JacksonException e) {
      throw new UserException(
          "%s%s is not JSON. Mend or delete it; it holds {\"%s\":…,\"token\":…}."
              .formatted(file, at(e), file.endsWith(TINYB) ? "host" : "baseUrl"),
          e);
    }
  }

  private static String at(JacksonException e) {
    return e.getLocation() == null
        ? ""
        : ":" + e.getLocation().getLineNr() + ":" + e.getLocation().getColumnNr();
  }

  private static Optional<String> text(JsonNode json, Map<String, String> known, String... names) {
    for (String name : names) {
      String text = json.path(name).asString("");
      if (!text.isBlank()) {
        Matcher variable = VARIABLE.matcher(text);
        String value =
            variable.replaceAll(
                found -> Matcher.quoteReplacement(known.getOrDefault(found.group(1), "")));
        return Optional.of(value.strip()).filter(resolved -> !resolved.isEmpty());
      }
    }
    return Optional.empty();
  }

  private static DevMode devMode(Path file, String text) {
    try {
      return DevMode.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new UserException(
          file + ": devMode is manual, local or branch, and not `" + text + "`.", e);
    }
  }
}
