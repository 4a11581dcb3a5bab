package dev.nightjar.cli.files;

import dev.nightjar.cli.UserException;
import dev.nightjar.project.SourceFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Finds the files of a project: every {@code .datasource}, {@code .pipe} and {@code .connection} at
 * or below a folder, but for hidden folders and those of other people's code. Symbolic links to
 * folders are not followed.
 */
public final class ProjectFolder {

  private static final Set<String> FOREIGN = Set.of("node_modules", "vendor");
  private static final long MOST_BYTES = 16L << 20;
  private static final Comparator<ProjectFile> ORDER =
      Comparator.comparing(ProjectFile::kind).thenComparing(ProjectFile::path);

  private ProjectFolder() {}

  /**
   * The files of the project, data sources first, then pipes, then connections, each by path.
   *
   * @throws UserException if the folder or files in it cannot be read, or are no text (all of them
   *     are named), or there is none
   */
  public static List<ProjectFile> read(Path folder) {
    List<ProjectFile> files = list(folder);
    if (files.isEmpty()) {
      throw new UserException(
          "There is no .datasource, .pipe or .connection file in "
              + folder
              + " or below. Change to your project's folder, or write one first.");
    }
    return files;
  }

  /**
   * The same, where there may be none yet.
   *
   * @throws UserException if the folder or files in it cannot be read, or are no text
   */
  public static List<ProjectFile> list(Path folder) {
    Visitor visitor = new Visitor(folder);
    try {
      Files.walkFileTree(folder, visitor);
    } catch (IOException e) {
      throw new UserException("The project folder cannot be read: " + why(e) + ".", e);
    }
    if (!visitor.problems.isEmpty()) {
      throw new UserException(String.join("\n", visitor.problems.stream().sorted().toList()));
    }
    return visitor.found.stream().sorted(ORDER).toList();
  }

  /**
   * One file that is named.
   *
   * @param folder what its path is relative to
   * @throws UserException if it is not there, or is no text
   */
  public static ProjectFile one(Path folder, Path file) {
    Visitor visitor = new Visitor(folder.toAbsolutePath());
    Path place = folder.toAbsolutePath().resolve(file).normalize();
    if (!Files.exists(place)) {
      throw new UserException("There is no file " + file + ".");
    }
    visitor.read(place);
    if (!visitor.problems.isEmpty()) {
      throw new UserException(visitor.problems.getFirst());
    }
    return visitor.found.getFirst();
  }

  private static String why(IOException error) {
    return switch (error) {
      case AccessDeniedException _ -> "this user has no permission to read it";
      case NoSuchFileException _ -> "it does not exist";
      case FileSystemException e when e.getReason() != null -> e.getReason();
      default -> String.valueOf(error.getMessage());
    };
  }

  private static final class Visitor extends SimpleFileVisitor<Path> {

    private final Path root;
    private final List<ProjectFile> found = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    Visitor(Path root) {
      this.root = root;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      if (directory.equals(root)) {
        return FileVisitResult.CONTINUE;
      }
      String name = directory.getFileName().toString();
      return name.startsWith(".") || FOREIGN.contains(name)
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (ProjectFile.isOne(file) && !Files.isDirectory(file)) {
        read(file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException error) throws IOException {
      if (file.equals(root)) {
        throw error;
      }
      problems.add(shown(file) + ": " + why(error) + ".");
      return FileVisitResult.CONTINUE;
    }

    /**
     * A file that is left out is one that the server deletes: whatever is wrong with it is said.
     */
    private void read(Path file) {
      String path = shown(file);
      try {
        if (!Files.exists(file)) {
          problems.add(path + ": this link leads to nothing. Mend or delete it.");
        } else if (!Files.isRegularFile(file)) {
          problems.add(path + ": this is no file with text in it. Delete or rename it.");
        } else if (Files.size(file) > MOST_BYTES) {
          problems.add(
              path
                  + ": this file has more than "
                  + (MOST_BYTES >> 20)
                  + " MB. Is it data, not a definition?");
        } else {
          SourceFile source = SourceFile.read(path, Files.readAllBytes(file));
          source.unreadable().ifPresent(problem -> problems.add(problem.toString()));
          found.add(new ProjectFile(path, source.text()));
        }
      } catch (IOException e) {
        problems.add(path + ": " + why(e) + ".");
      }
    }

    private String shown(Path file) {
      return root.relativize(file).toString().replace('\\', '/');
    }
  }
}
