package dev.nightjar.cli;

import dev.nightjar.cli.files.ProjectFile;
import dev.nightjar.cli.files.ProjectFolder;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Waits for changes of a project's files, by the file system's own notices. */
final class ProjectWatch implements AutoCloseable {

  /** Editors write a file in several steps: what follows so soon belongs together. */
  private static final long QUIET_MILLIS = 150;

  private final Path root;
  private final WatchService service;
  private List<ProjectFile> known;

  /**
   * Begins to watch.
   *
   * @param known the files as they were built last
   * @throws UserException if the system cannot watch folders
   */
  ProjectWatch(Path root, List<ProjectFile> known) {
    this.root = root;
    this.known = known;
    try {
      service = root.getFileSystem().newWatchService();
      watchFolders();
    } catch (IOException e) {
      throw new UserException("The folder cannot be watched: " + e.getMessage() + ".", e);
    }
  }

  /** New folders are watched from the next notice on, which their making is. */
  private void watchFolders() throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            String name = folder.getFileName().toString();
            if (!folder.equals(root) && (name.startsWith(".") || name.equals("node_modules"))) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            folder.register(
                service,
                StandardWatchEventKinds.ENTRY_CREATE,
                StandardWatchEventKinds.ENTRY_MODIFY,
                StandardWatchEventKinds.ENTRY_DELETE);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /**
   * Waits until a file of the project is another than before.
   *
   * @return the files now
   * @throws InterruptedException when the thread is told to stop
   * @throws UserException if a file cannot be read; waiting again waits for the next change
   */
  List<ProjectFile> next() throws InterruptedException {
    while (true) {
      WatchKey key = service.take();
      while (key != null) {
        key.pollEvents();
        key.reset();
        key = service.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS);
      }
      try {
        watchFolders();
      } catch (IOException e) {
        throw new UserException("The folder cannot be watched: " + e.getMessage() + ".", e);
      }
      List<ProjectFile> now = ProjectFolder.list(root);
      if (!now.equals(known)) {
        known = now;
        return now;
      }
    }
  }

  @Override
  public void close() {
    try {
      service.close();
    } catch (IOException e) {
      throw new UserException("The folder cannot be left: " + e.getMessage() + ".", e);
    }
  }
}
