package dev.nightjar.cli;

import dev.nightjar.cli.api.FileOwners;
import dev.nightjar.cli.api.Json;
import dev.nightjar.cli.api.ProjectConfig;
import dev.nightjar.cli.api.ServerClient;
import dev.nightjar.cli.files.FileTrouble;
import dev.nightjar.cli.files.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The workspace or branch that a folder's commands are for, in {@code .tinyb}: the file that
 * Tinybird's command lines read and write. What else they keep in it stays.
 */
final class SavedWorkspace {

  private final Path file;

  SavedWorkspace(Path folder) {
    this.file = nearest(folder).orElseGet(() -> folder.resolve(ProjectConfig.TINYB));
  }

  private static Optional<Path> nearest(Path folder) {
    for (Path at = folder.toAbsolutePath(); at != null; at = at.getParent()) {
      Path file = at.resolve(ProjectConfig.TINYB);
      if (Files.isRegularFile(file) && FileOwners.isTrusted(file, folder.toAbsolutePath())) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  /** Where it is, or will be. */
  Path file() {
    return file;
  }

  /** Keeps a workspace. */
  void use(ServerClient server, JsonNode workspace) {
    String token = workspace.path("token").asString("");
    ObjectNode json = known(server, workspace);
    json.remove("nightjar");
    json.put("token", token);
    if (json.get("tokens") instanceof ObjectNode tokens) {
      tokens.put(server.base().toString(), token);
    } else {
      json.putObject("tokens").put(server.base().toString(), token);
    }
    write(json);
  }

  /** Keeps a branch, and the token of the workspace that it belongs to. */
  void useBranch(ServerClient main, JsonNode branch) {
    ObjectNode json = known(main, branch);
    json.put("token", branch.path("token").asString(""));
    json.putObject("nightjar").put("main_token", main.token());
    write(json);
  }

  /** Forgets a workspace that is gone: commands are for the main one then. */
  void forget(String id) {
    ObjectNode json = read();
    if (!id.isEmpty() && json.path("id").asString("").equals(id)) {
      for (String field : new String[] {"id", "name", "token", "tokens", "nightjar"}) {
        json.remove(field);
      }
      write(json);
    }
  }

  private ObjectNode known(ServerClient server, JsonNode workspace) {
    ObjectNode json = read();
    json.put("host", server.base().toString());
    for (String field : new String[] {"id", "name"}) {
      json.put(field, workspace.path(field).asString(""));
    }
    json.put("scope", "admin");
    return json;
  }

  private ObjectNode read() {
    if (!Files.isRegularFile(file)) {
      return JsonNodeFactory.instance.objectNode();
    }
    try {
      return Json.parse(Files.readString(file)) instanceof ObjectNode object
          ? object
          : JsonNodeFactory.instance.objectNode();
    } catch (IOException e) {
      throw new UserException(file + " cannot be read: " + FileTrouble.of(e) + ".", e);
    } catch (JacksonException e) {
      throw new UserException(file + " is not JSON. Mend or delete it.", e);
    }
  }

  private void write(ObjectNode json) {
    PrivateFile.write(file, Json.pretty(json) + "\n");
  }
}
