package dev.nightjar.cli.api;

import dev.nightjar.cli.UserException;
import dev.nightjar.cli.files.FileTrouble;
import dev.nightjar.cli.files.PrivateFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The servers that this user has named, in a file that only he reads. {@code local} and {@code
 * cloud} are what {@code --local} and {@code --cloud} mean.
 */
public final class Profiles {

  /** The name of the server of this machine. */
  public static final String LOCAL = "local";

  /** The name of the server that is deployed to. */
  public static final String CLOUD = "cloud";

  private final Path file;
  private final Map<String, ServerProfile> servers;
  private final Optional<String> current;

  private Profiles(Path file, Map<String, ServerProfile> servers, Optional<String> current) {
    this.file = file;
    this.servers = new TreeMap<>(servers);
    this.current = current;
  }

  /**
   * Those of a user: {@code $XDG_CONFIG_HOME/nightjar/profiles.json}, usually in {@code ~/.config}.
   *
   * @throws UserException if the file is there and cannot be read
   */
  public static Profiles of(Path home, Map<String, String> variables) {
    Path config =
        Optional.ofNullable(variables.get("XDG_CONFIG_HOME"))
            .filter(text -> !text.isBlank())
            .map(Path::of)
            .orElseGet(() -> home.resolve(".config"));
    Path file = config.resolve("nightjar/profiles.json");
    if (!Files.isRegularFile(file)) {
      return new Profiles(file, Map.of(), Optional.empty());
    }
    try {
      JsonNode json = Json.parse(Files.readString(file));
      Map<String, ServerProfile> servers = new TreeMap<>();
      for (Map.Entry<String, JsonNode> entry : json.path("servers").properties()) {
        servers.put(
            entry.getKey(),
            new ServerProfile(
                ServerAddress.of(entry.getValue().path("host").asString("")),
                text(entry.getValue(), "token")));
      }
      return new Profiles(file, servers, text(json, "current"));
    } catch (IOException e) {
      throw new UserException(file + " cannot be read: " + FileTrouble.of(e) + ".", e);
    } catch (JacksonException e) {
      throw new UserException(file + " is not JSON. Mend or delete it.", e);
    }
  }

  private static Optional<String> text(JsonNode json, String field) {
    return Optional.of(json.path(field).asString("")).filter(value -> !value.isEmpty());
  }

  /** All of them by name. */
  public Map<String, ServerProfile> all() {
    return Map.copyOf(servers);
  }

  /** The names in order. */
  public Iterable<String> names() {
    return servers.keySet();
  }

  /** The server of that name. */
  public Optional<ServerProfile> named(String name) {
    return Optional.ofNullable(servers.get(name));
  }

  /** The name of the server that commands talk to where nothing else says which. */
  public Optional<String> current() {
    return current.filter(servers::containsKey);
  }

  /** The token of a server with that address. */
  Optional<String> tokenOf(URI base) {
    return servers.values().stream()
        .filter(profile -> profile.base().equals(base))
        .flatMap(profile -> profile.token().stream())
        .findFirst();
  }

  /** The same with a server more, or another one under its name; written to the file. */
  public Profiles with(String name, ServerProfile profile) {
    Profiles more = new Profiles(file, servers, current);
    more.servers.put(name, profile);
    return more.written();
  }

  /** The same without a server; written to the file. */
  public Profiles without(String name) {
    Profiles fewer = new Profiles(file, servers, current.filter(other -> !other.equals(name)));
    fewer.servers.remove(name);
    return fewer.written();
  }

  /** The same with another server that commands talk to; written to the file. */
  public Profiles using(Optional<String> name) {
    return new Profiles(file, servers, name).written();
  }

  private Profiles written() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    current.ifPresent(name -> json.put("current", name));
    ObjectNode all = json.putObject("servers");
    servers.forEach((name, profile) -> {
      ObjectNode one = all.putObject(name).put("host", profile.base().toString());
      profile.token().ifPresent(token -> one.put("token", token));
    });
    PrivateFile.write(file, Json.pretty(json) + "\n");
    return this;
  }
}
