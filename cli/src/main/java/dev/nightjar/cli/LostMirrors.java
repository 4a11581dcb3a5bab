package dev.nightjar.cli;

import dev.nightjar.cli.api.ServerClient;
import dev.nightjar.cli.files.ProjectFile;
import dev.nightjar.cli.files.ProjectFile.Kind;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * The mirrored data sources that would go with their rows if a folder's files were all there is. A
 * build deletes what the files do not have; started in a wrong folder it would end mirrors whose
 * tables take hours to be exported again.
 */
final class LostMirrors {
  private LostMirrors() {}

  /** Their names, of those that hold rows. What was pushed alone stays without a file. */
  static List<String> of(ServerClient server, List<ProjectFile> files) {
    Set<String> kept =
        files.stream()
            .filter(file -> file.kind() == Kind.DATASOURCE)
            .map(ProjectFile::resource)
            .collect(Collectors.toSet());
    return StreamSupport.stream(server.get("/v1/mirrors").spliterator(), false)
        .filter(mirror -> mirror.path("uploaded").asBoolean(false))
        .filter(LostMirrors::holdsRows)
        .map(mirror -> mirror.path("datasource").asString(""))
        .filter(name -> !kept.contains(name))
        .sorted()
        .toList();
  }

  private static boolean holdsRows(JsonNode mirror) {
    return mirror.at("/export/items_loaded").asLong(0) > 0
        || mirror.at("/stream/changes_inserted").asLong(0) > 0;
  }

  /** What is said of them. */
  static String sentence(List<String> names) {
    return names.size() == 1
        ? "The data source %s mirrors a DynamoDB table and is not among the files of this folder: the build would end its mirror and delete its rows."
            .formatted(names.getFirst())
        : "The data sources %s mirror DynamoDB tables and are not among the files of this folder: the build would end their mirrors and delete their rows."
            .formatted(String.join(", ", names));
  }
}
