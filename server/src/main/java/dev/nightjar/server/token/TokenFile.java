package dev.nightjar.server.token;

import dev.nightjar.server.http.Json;
import dev.nightjar.server.secret.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * The file {@code tokens} of the data directory, mode 600: the JSON object that {@code GET /tokens}
 * answers.
 *
 * @param userToken makes and deletes workspaces
 * @param adminToken lists workspaces with their tokens; inside the main workspace it may do
 *     everything
 * @param workspaceAdminToken the main workspace's
 */
public record TokenFile(String userToken, String adminToken, String workspaceAdminToken) {

  /** Reads the file; where it is missing, makes it with fresh tokens. */
  static TokenFile open(Path file, Supplier<TokenFile> fresh) throws IOException {
    if (Files.notExists(file)) {
      fresh.get().write(file);
    }
    JsonNode json = Json.parse(Files.readString(file));
    return new TokenFile(
        text(file, json, "user_token"),
        text(file, json, "admin_token"),
        text(file, json, "workspace_admin_token"));
  }

  void write(Path file) throws IOException {
    PrivateFile.write(file, Json.text(toJson()) + "\n");
  }

  TokenFile withAdminToken(String fresh) {
    return new TokenFile(userToken, fresh, workspaceAdminToken);
  }

  TokenFile withWorkspaceAdminToken(String fresh) {
    return new TokenFile(userToken, adminToken, fresh);
  }

  public Map<String, Object> toJson() {
    return Json.object(
        "user_token", userToken,
        "admin_token", adminToken,
        "workspace_admin_token", workspaceAdminToken);
  }

  private static String text(Path file, JsonNode json, String field) throws IOException {
    String value = json.path(field).asString("");
    if (value.isEmpty()) {
      throw new IOException(file + " has no " + field + "; delete the file to get new tokens");
    }
    return value;
  }

  @Override
  public String toString() {
    return "TokenFile[…]";
  }
}
