package dev.nightjar.proving.chaos;

import dev.nightjar.proving.chaos.TracedFile.Sync;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The files below one folder, by their paths; paths that lead elsewhere are of no concern. */
final class TracedTree {

  /** A place in a folder. */
  private record Place(TracedFile folder, String name) {}

  private final Path root;
  private final TracedFile top = TracedFile.emptyFolder();

  /**
   * @param root the folder, empty at first
   */
  TracedTree(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  /** Takes in what is in the folder, as if all of it were on disk. */
  void read() throws IOException {
    read(root, top);
  }

  private static void read(Path path, TracedFile folder) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          TracedFile child = TracedFile.emptyFolder();
          folder.names().put(name, child);
          read(entry, child);
        } else {
          folder.names().put(name, TracedFile.durable(length(entry)));
        }
      }
    }
    folder.namesAreDurable();
  }

  /** In bytes; that of a symbolic link is of no concern. */
  static long length(Path file) throws IOException {
    return Files.isSymbolicLink(file) ? 0 : Files.size(file);
  }

  Path root() {
    return root;
  }

  TracedFile top() {
    return top;
  }

  Optional<TracedFile> find(String path) {
    return inside(path).flatMap(this::find);
  }

  private Optional<TracedFile> find(Path inside) {
    TracedFile found = top;
    for (Path name : inside) {
      if (!name.toString().isEmpty()) {
        found = found.names().get(name.toString());
        if (found == null) {
          return Optional.empty();
        }
      }
    }
    return Optional.of(found);
  }

  /** The way from the root on. With a slash at its end or without, it is the same file. */
  private Optional<Path> inside(String path) {
    if (!path.startsWith("/")) {
      return Optional.empty();
    }
    Path whole = Path.of(path).normalize();
    return whole.startsWith(root) ? Optional.of(root.relativize(whole)) : Optional.empty();
  }

  private Optional<Place> place(String path) {
    return inside(path)
        .filter(inside -> !inside.toString().isEmpty())
        .flatMap(inside -> {
          Path parent = inside.getParent();
          return (parent == null ? Optional.of(top) : find(parent))
              .map(folder -> new Place(folder, inside.getFileName().toString()));
        });
  }

  /**
   * Gives a file a name, or another one; nothing where the path leads elsewhere.
   *
   * @param overlapping the syncs that were under way meanwhile, which may have seen it
   */
  void put(String path, TracedFile file, List<Sync> overlapping) {
    place(path)
        .ifPresent(place -> {
          place.folder().names().put(place.name(), file);
          overlapping.stream()
              .filter(sync -> sync.file() == place.folder())
              .forEach(sync -> sync.names().put(place.name(), file));
        });
  }

  /** Takes a name away, likewise. */
  void remove(String path, List<Sync> overlapping) {
    place(path)
        .ifPresent(place -> {
          place.folder().names().remove(place.name());
          overlapping.stream()
              .filter(sync -> sync.file() == place.folder())
              .forEach(sync -> sync.names().remove(place.name()));
        });
  }

  /**
   * Gives a file another name. Where that was another file's, which is lost by this, file systems
   * show one of the two after a power cut and never neither: here the new one.
   */
  void rename(String from, String to, List<Sync> overlapping) {
    find(from)
        .ifPresent(file -> {
          Optional<Place> target = place(to);
          boolean replaces =
              target
                  .filter(place -> place.folder().durableNames().containsKey(place.name()))
                  .isPresent();
          if (replaces) {
            target.get().folder().durableNames().put(target.get().name(), file);
            place(from).ifPresent(place -> place.folder().durableNames().remove(place.name()));
          }
          remove(from, overlapping);
          put(to, file, overlapping);
        });
  }
}
