package dev.nightjar.proving.chaos;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes a folder what a power cut would have left of it. What is left are the same files, not
 * copies: to its owner the folder looks moved if they are not.
 */
final class Remains {

  private final DurableFiles files;
  private final Unsynced unsynced;
  private final TracedTree tree;
  private final Map<TracedFile, Path> places = new HashMap<>();
  private final List<String> losses = new ArrayList<>();

  /**
   * @param files told of all that was done to the folder; nobody does anything to it any more
   */
  Remains(DurableFiles files, Unsynced unsynced) {
    this.files = files;
    this.unsynced = unsynced;
    this.tree = files.tree();
  }

  /**
   * Does it.
   *
   * @return what is lost, a line for each file and folder
   * @throws IllegalStateException if the folder is not what the calls should have made of it, so
   *     that nobody can say what would be left
   */
  List<String> leave() throws IOException {
    files.settle();
    compare(tree.root(), tree.top());
    Path left = tree.root().resolveSibling(tree.root().getFileName() + ".left");
    place(tree.root(), tree.top());
    fill(left, tree.root(), tree.top());
    empty(tree.root());
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(left)) {
      for (Path entry : entries) {
        Files.move(entry, tree.root().resolve(entry.getFileName()));
      }
    }
    Files.delete(left);
    return losses;
  }

  /** A trace that lacks something would make a power cut of what is none. */
  private void compare(Path folder, TracedFile traced) throws IOException {
    Map<String, TracedFile> untold = new TreeMap<>(traced.names());
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        TracedFile file = untold.remove(entry.getFileName().toString());
        boolean isFolder = Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS);
        if (file == null || file.isFolder() != isFolder) {
          contradiction(entry, "is there");
        } else if (isFolder) {
          compare(entry, file);
        } else if (!Files.isSymbolicLink(entry) && Files.size(entry) != file.length()) {
          contradiction(entry, "has " + Files.size(entry) + " bytes, not " + file.length());
        }
      }
    }
    for (String name : untold.keySet()) {
      contradiction(folder.resolve(name), "is not there");
    }
  }

  /** Calls during which the process was killed may have taken effect or not. */
  private void contradiction(Path path, String what) {
    boolean explained =
        files.undecided().stream()
            .anyMatch(call ->
                call.descriptorPath().equals(path.toString())
                    || call.paths().stream()
                        .map(named -> Path.of(named).normalize())
                        .anyMatch(path::equals));
    if (!explained) {
      throw new IllegalStateException("the trace is not whole: " + path + " " + what);
    }
  }

  private void place(Path folder, TracedFile traced) {
    traced
        .names()
        .forEach((name, file) -> {
          Path path = folder.resolve(name);
          if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            places.put(file, path);
            place(path, file);
          }
        });
  }

  private void fill(Path target, Path folder, TracedFile traced) throws IOException {
    Files.createDirectory(target);
    Files.setPosixFilePermissions(target, Files.getPosixFilePermissions(folder));
    Map<String, TracedFile> left = unsynced.names(traced);
    traced.names().keySet().stream()
        .filter(name -> traced.names().get(name) != left.get(name))
        .forEach(name -> losses.add(folder.resolve(name) + ": its name"));
    for (Map.Entry<String, TracedFile> entry : left.entrySet()) {
      TracedFile file = entry.getValue();
      Path from = places.get(file);
      if (from == null) {
        continue;
      }
      Path to = target.resolve(entry.getKey());
      if (file.isFolder()) {
        fill(to, from, file);
      } else if (Files.isSymbolicLink(from)) {
        Files.copy(from, to, LinkOption.NOFOLLOW_LINKS);
      } else {
        Files.createLink(to, from);
        shorten(to, from, unsynced.length(file, Files.size(from)));
      }
    }
  }

  private void shorten(Path file, Path from, long length) throws IOException {
    long whole = Files.size(file);
    if (whole > length) {
      losses.add(from + ": " + (whole - length) + " of " + whole + " bytes");
      try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
        access.setLength(length);
      }
    }
  }

  private static void empty(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            if (!directory.equals(folder)) {
              Files.delete(directory);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
