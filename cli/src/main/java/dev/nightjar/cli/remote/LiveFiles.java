package dev.nightjar.cli.remote;

import dev.nightjar.cli.UserException;
import dev.nightjar.cli.api.ServerClient;
import dev.nightjar.cli.files.ProjectFile;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The datafiles that are live on a server. */
public final class LiveFiles {

  private LiveFiles() {}

  /** All of them, each in the folder of its kind. */
  public static List<ProjectFile> all(ServerClient server) {
    List<ProjectFile> files = new ArrayList<>();
    files.addAll(datasources(server));
    files.addAll(pipes(server));
    files.addAll(connections(server));
    return files;
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

  /** The data sources' files. */
  public static List<ProjectFile> datasources(ServerClient server) {
    return files(server, "/v0/datasources", "datasources", "/v0/datasources/", ".datasource");
  }

  /** The pipes' files. */
  public static List<ProjectFile> pipes(ServerClient server) {
    return files(server, "/v0/pipes", "pipes", "/v1/pipes/", ".pipe");
  }

  /** The connections' files. */
  public static List<ProjectFile> connections(ServerClient server) {
    return files(server, "/v0/connectors", "connectors", "/v0/connectors/", ".connection");
  }

  private static List<ProjectFile> files(
      ServerClient server, String list, String member, String one, String extension) {
    List<ProjectFile> files = new ArrayList<>();
    for (JsonNode resource : server.get(list).path(member)) {
      String name = resource.path("name").asString("");
      // it becomes the name of a file of this machine
      if (!name.matches("[A-Za-z0-9_]+")) {
        throw new UserException(
            "The server names a resource `"
                + name.replaceAll("[^ -~]", "?")
                + "`. A name has letters, digits and underscores only, so this one is no Nightjar's:"
                + " check the server's address.");
      }
      files.add(
          new ProjectFile(
              folder(extension) + name + extension,
              server.ask(one + ServerClient.encode(name) + extension).required().body()));
    }
    return files;
  }

  private static String folder(String extension) {
    return switch (extension) {
      case ".datasource" -> "datasources/";
      case ".pipe" -> "pipes/";
      default -> "connections/";
    };
  }
}
