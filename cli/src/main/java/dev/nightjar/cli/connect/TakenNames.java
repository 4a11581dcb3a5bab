package dev.nightjar.cli.connect;

import dev.nightjar.cli.files.ProjectFile;
import dev.nightjar.cli.files.ProjectFile.Kind;
import dev.nightjar.project.Reading;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which names are free.
 *
 * @param files the project's files
 * @param onServer the names of the server's connections
 * @param replace whether a file that this writes may be there already
 */
record TakenNames(List<ProjectFile> files, Set<String> onServer, boolean replace) {

  TakenNames {
    files = List.copyOf(files);
    onServer = Set.copyOf(onServer);
  }

  /** A well-formed name that no connection has. */
  Reading<String> freeConnection(String text) {
    if (!(AnswerChecks.connectionName(text) instanceof Reading.Read<String>(String name))) {
      return AnswerChecks.connectionName(text);
    }
    Optional<String> file = file(name, Set.of(Kind.CONNECTION), MirrorFiles.connectionPath(name));
    if (file.isPresent()) {
      return new Reading.Refused<>(
          "There is a connection `%s` already, in %s. Choose another name, or replace it with --force."
              .formatted(name, file.get()));
    }
    return onServer.contains(name) && !replace
        ? new Reading.Refused<>(
            "The server has a connection `%s` already. Choose another name, or replace it with --force."
                .formatted(name))
        : new Reading.Read<>(name);
  }

  /** A well-formed name that no data source and no pipe has. */
  Reading<String> freeDatasource(String text) {
    if (!(AnswerChecks.datasourceName(text) instanceof Reading.Read<String>(String name))) {
      return AnswerChecks.datasourceName(text);
    }
    Optional<String> file =
        file(name, Set.of(Kind.DATASOURCE, Kind.PIPE), MirrorFiles.datasourcePath(name));
    return file.isPresent()
        ? new Reading.Refused<>(
            "The name `%s` is taken by %s. Choose another, or replace a data source with --force."
                .formatted(name, file.get()))
        : new Reading.Read<>(name);
  }

  /** The preset, or the first of {@code name_2}, {@code name_3} … that is free. */
  String freeConnectionLike(String name) {
    String free = name;
    for (int i = 2; freeConnection(free) instanceof Reading.Refused<String>; i++) {
      free = name + "_" + i;
    }
    return free;
  }

  /** The file that has the name, unless it is the one that would be replaced. */
  private Optional<String> file(String name, Set<Kind> kinds, String written) {
    return files.stream()
        .filter(file -> kinds.contains(file.kind()) && file.resource().equals(name))
        .map(ProjectFile::path)
        .filter(path -> !(replace && path.equals(written)))
        .findFirst();
  }
}
