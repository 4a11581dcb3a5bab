package dev.nightjar.cli.remote;

import dev.nightjar.cli.UserException;
import dev.nightjar.cli.api.ServerClient;
import dev.nightjar.cli.files.ProjectFile;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** The datafiles that are live on a server. */
public final class LiveFiles {

  private LiveFiles() {}

  /** All of them, each in the folder of its kind; a branch has its workspace's connections too. */
  public static List<ProjectFile> all(ServerClient server) {
    return files(server, connection -> true);
  }

  /** The same without the connections that a branch has of its workspace. */
  public static List<ProjectFile> own(ServerClient server) {
    return files(server, connection -> !connection.path("inherited").asBoolean(false));
  }

  /** The id of the deployment that they are of. */
  public static String deployment(ServerClient server) {
    for (JsonNode each : server.get("/v1/deployments").path("deployments")) {
      if (each.path("live").asBoolean(false)) {
        return each.path("id").asString("");
      }
    }
    throw new UserException("No deployment is live in this workspace.");
  }

  private static List<ProjectFile> files(ServerClient server, Predicate<JsonNode> connections) {
    List<ProjectFile> files = new ArrayList<>();
    for (JsonNode each : server.get("/v0/datasources").path("datasources")) {
      files.add(file(server, each, "/v0/datasources/", ".datasource"));
    }
    for (JsonNode each : server.get("/v0/pipes").path("pipes")) {
      files.add(file(server, each, "/v1/pipes/", ".pipe"));
    }
    for (JsonNode each : server.get("/v0/connectors").path("connectors")) {
      if (connections.test(each)) {
        files.add(file(server, each, "/v0/connectors/", ".connection"));
      }
    }
    return files;
  }

  private static ProjectFile file(
      ServerClient server, JsonNode resource, String path, String extension) {
    String name = resource.path("name").asString("");
    // it becomes the name of a file of this machine
    if (!name.matches("[A-Za-z0-9_]+")) {
      throw new UserException(
          "The server names a resource `"
              + name.replaceAll("[^ -~]", "?")
              + "`. A name has letters, digits and underscores only, so this one is no Nightjar's:"
              + " check the server's address.");
    }
    return new ProjectFile(
        folder(extension) + name + extension,
        server.ask(path + ServerClient.encode(name) + extension).required().body());
  }

  private static String folder(String extension) {
    return switch (extension) {
      case ".datasource" -> "datasources/";
      case ".pipe" -> "pipes/";
      default -> "connections/";
    };
  }
}
