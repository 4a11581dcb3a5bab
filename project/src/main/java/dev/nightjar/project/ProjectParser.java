package dev.nightjar.project;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads a project's files and checks all that can be checked without a table, a secret or a
 * database.
 */
public final class ProjectParser {
  private static final int MOST_CHARACTERS = 4_000_000;

  private final List<SourceFile> files;
  private final ProblemLog log = new ProblemLog();

  private ProjectParser(List<SourceFile> files) {
    this.files = files.stream().sorted(Comparator.comparing(SourceFile::path)).toList();
  }

  /** As {@link #parse(List, KnownResources)}, where nothing outside of these files is known. */
  public static ParsedProject parse(List<SourceFile> files) {
    return parse(files, KnownResources.NONE);
  }

  /**
   * Reads the files. Whatever is in them, this does not throw: all problems of all files are in the
   * answer.
   *
   * @param files in any order; the kind of each goes by its extension, files of other extensions
   *     get a warning
   * @param known what the files may refer to although it is not among them
   */
  public static ParsedProject parse(List<SourceFile> files, KnownResources known) {
    return new ProjectParser(files).parse(known);
  }

  private ParsedProject parse(KnownResources known) {
    for (SourceFile file : files) {
      if (file.kind().isEmpty()) {
        log.warning(
            Position.startOf(file.path()),
            "This file is not read: the extension of a datafile is .datasource, .pipe or .connection.");
      }
    }
    SortedMap<String, ConnectionFile> connections =
        read(FileKind.CONNECTION, file -> ConnectionParser.parse(file, known, log));
    Map<String, String> types =
        connections.values().stream()
            .collect(Collectors.toMap(ConnectionFile::name, ConnectionFile::type));
    Project project =
        new Project(
            read(FileKind.DATASOURCE, file -> DatasourceParser.parse(file, types, log)),
            read(FileKind.PIPE, file -> PipeParser.parse(file, log)),
            connections);
    new NameChecks(project, log).check();
    new DatasourceChecks(project, known, log).check();
    new PipeChecks(project, known, log).check();
    return new ParsedProject(project, log.sorted());
  }

  /** The files of one kind by name; of two with one name the first counts. */
  private <T> SortedMap<String, T> read(FileKind kind, Function<SourceFile, T> parser) {
    SortedMap<String, T> read = new TreeMap<>();
    SortedMap<String, SourceFile> first = new TreeMap<>();
    for (SourceFile file : files) {
      if (!file.kind().equals(Optional.of(kind)) || !isText(file)) {
        continue;
      }
      SourceFile before = first.putIfAbsent(file.name(), file);
      T resource = parser.apply(file);
      if (before == null) {
        read.put(file.name(), resource);
      } else {
        log.error(
            Position.startOf(file.path()),
            "There is a %s `%s` in %s already. Rename one of the two."
                .formatted(kind.words(), file.name(), before.path()));
      }
    }
    return read;
  }

  /** Whether there is something to parse; what is not text is reported at its place. */
  private boolean isText(SourceFile file) {
    if (file.unreadable().isPresent()) {
      log.error(file.unreadable().get().position(), file.unreadable().get().message());
      return false;
    }
    if (file.text().length() > MOST_CHARACTERS) {
      log.error(
          Position.startOf(file.path()),
          "This file has %d million characters, and a datafile at most %d. Is it data, not a definition?"
              .formatted(file.text().length() / 1_000_000, MOST_CHARACTERS / 1_000_000));
      return false;
    }
    int zero = file.text().indexOf('\0');
    if (zero >= 0) {
      log.error(
          Position.endOf(file.path(), file.text().substring(0, zero)),
          "This file is not text: it has a NUL character here. Save it as UTF-8.");
    }
    return zero < 0;
  }
}
