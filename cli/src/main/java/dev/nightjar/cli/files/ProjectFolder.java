package dev.nightjar.cli.files;

import dev.nightjar.cli.UserException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
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
  private static final Comparator<ProjectFile> ORDER =
      Comparator.comparing(ProjectFile::kind).thenComparing(ProjectFile::path);

  private ProjectFolder() {}

  /**
   * The files of the project, data sources first, then pipes, then connections, each by path.
   *
   * @throws UserException if the folder cannot be read, a file is not UTF-8, or there is none
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
   * @throws UserException if the folder cannot be read, or a file is not UTF-8
   */
  public static List<ProjectFile> list(Path folder) {
    List<ProjectFile> files = new ArrayList<>();
    try {
      Files.walkFileTree(folder, new Visitor(folder, files));
    } catch (NoSuchFileException e) {
      throw new UserException("The folder " + e.getFile() + " does not exist.", e);
    } catch (IOException e) {
      throw new UserException("The project folder cannot be read: " + e + ".", e);
    }
    files.sort(ORDER);
    return List.copyOf(files);
  }

  private static final class Visitor extends SimpleFileVisitor<Path> {

    private final Path root;
    private final List<ProjectFile> found;

    Visitor(Path root, List<ProjectFile> found) {
      this.root = root;
      this.found = found;
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
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (ProjectFile.isOne(file) && Files.isRegularFile(file)) {
        String path = root.relativize(file).toString().replace('\\', '/');
        try {
          found.add(new ProjectFile(path, Files.readString(file)));
        } catch (CharacterCodingException e) {
          throw new UserException(path + " is not UTF-8 text. Save it as UTF-8.", e);
        }
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
