package dev.nightjar.cli.files;

import dev.nightjar.cli.UserException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Files that come to be together: all of them whole, or none. They are written beside their places
 * first ({@link #prepare}), and only renamed in the end ({@link #put}).
 */
public final class NewFiles implements AutoCloseable {

  private record NewFile(String path, Path place, Path draft, Optional<byte[]> before) {}

  private final List<NewFile> files = new ArrayList<>();
  private final List<NewFile> placed = new ArrayList<>();
  private final List<Path> madeFolders = new ArrayList<>();
  private boolean kept;

  private NewFiles() {}

  /**
   * Writes the texts beside their places.
   *
   * @param folder the project's folder
   * @param texts by path, relative to the folder
   * @param replace whether files that are there are replaced
   * @throws UserException if a file is there already, would be outside of the folder, or cannot be
   *     written
   */
  public static NewFiles prepare(Path folder, Map<String, String> texts, boolean replace) {
    NewFiles files = new NewFiles();
    try {
      for (Map.Entry<String, String> text : new LinkedHashMap<>(texts).entrySet()) {
        files.draft(folder, text.getKey(), text.getValue(), replace);
      }
      return files;
    } catch (IOException e) {
      files.close();
      throw failed(e);
    } catch (RuntimeException e) {
      files.close();
      throw e;
    }
  }

  private void draft(Path folder, String path, String text, boolean replace) throws IOException {
    Path place = folder.resolve(path).toAbsolutePath().normalize();
    if (!place.startsWith(folder.toAbsolutePath().normalize())) {
      throw new UserException(path + " is not in the project's folder. Nothing is written.");
    }
    if (Files.exists(place) && !replace) {
      throw isThere(path);
    }
    makeFolder(place.getParent());
    Path draft = place.resolveSibling("." + place.getFileName() + "." + UUID.randomUUID());
    Optional<byte[]> before =
        Files.exists(place) ? Optional.of(Files.readAllBytes(place)) : Optional.empty();
    files.add(new NewFile(path, place, draft, before));
    Files.writeString(draft, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  private void makeFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
      madeFolders.add(folder);
    }
  }

  /**
   * Puts the files in their places.
   *
   * @return their paths, relative to the folder
   * @throws UserException if one cannot be put there; the others are taken back
   */
  public List<String> put() {
    try {
      for (NewFile file : files) {
        if (file.before().isEmpty() && Files.exists(file.place())) {
          throw isThere(file.path());
        }
        Files.move(file.draft(), file.place(), StandardCopyOption.ATOMIC_MOVE);
        placed.add(file);
      }
      kept = true;
      return files.stream().map(NewFile::path).toList();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static UserException isThere(String path) {
    return new UserException(path + " is there already. --force replaces it.");
  }

  private static UserException failed(IOException e) {
    return new UserException("The files cannot be written: " + FileTrouble.of(e) + ".", e);
  }

  /** Takes back what was written, unless all files are in their places. */
  @Override
  public void close() {
    if (kept) {
      return;
    }
    try {
      for (NewFile file : placed) {
        if (file.before().isPresent()) {
          Files.write(file.place(), file.before().get());
        } else {
          Files.deleteIfExists(file.place());
        }
      }
      for (NewFile file : files) {
        Files.deleteIfExists(file.draft());
      }
      for (Path folder : madeFolders.reversed()) {
        deleteEmpty(folder);
      }
    } catch (IOException e) {
      throw new UserException(
          "What was written cannot be taken back: " + FileTrouble.of(e) + ".", e);
    }
  }

  private static void deleteEmpty(Path folder) throws IOException {
    try {
      Files.delete(folder);
    } catch (DirectoryNotEmptyException e) {
      // Somebody else has put something there meanwhile: it stays.
    }
  }
}
