package dev.nightjar.proving.chaos;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What of a folder would still be there if the power went away: by POSIX, not by what one file
 * system happens to do. A file has the length that it had when it was last synced. A name is in a
 * folder if it was there when that folder was last synced. What was written over what was there
 * before may have reached the disk or not; here it has. A file that was removed is gone.
 */
final class DurableFiles {

  private static final class Node {
    final boolean folder;
    long length;
    long synced;
    final Map<String, Node> names = new HashMap<>();
    Map<String, Node> durable = new HashMap<>();

    Node(boolean folder) {
      this.folder = folder;
    }
  }

  /** What a sync that is under way will have brought to disk. */
  private record Syncing(Node node, long length, Map<String, Node> names) {
    static Syncing of(Node node) {
      return new Syncing(node, node.length, new HashMap<>(node.names));
    }

    void done() {
      node.synced = Math.max(node.synced, Math.min(length, node.length));
      node.durable = names;
    }
  }

  private final Path root;
  private final Node top = new Node(true);
  private final Map<Integer, Long> offsets = new HashMap<>();
  private final Map<Long, Syncing> syncing = new HashMap<>();

  /**
   * @param root the folder, empty at first
   */
  DurableFiles(Path root) {
    this.root = root;
  }

  /** Those of a folder in which everything is on disk. */
  static DurableFiles asTheyAre(Path root) throws IOException {
    DurableFiles files = new DurableFiles(root);
    read(root, files.top);
    return files;
  }

  private static void read(Path folder, Node node) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        Node child = new Node(Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS));
        node.names.put(entry.getFileName().toString(), child);
        if (child.folder) {
          read(entry, child);
        } else if (!Files.isSymbolicLink(entry)) {
          child.length = Files.size(entry);
          child.synced = child.length;
        }
      }
    }
    node.durable = new HashMap<>(node.names);
  }

  /** Takes in a call of the traced process, in the order of the trace. */
  void call(SystemCall call) {
    switch (call.name()) {
      case "fsync", "fdatasync" -> sync(call);
      case "openat", "open", "creat" -> when(call, this::open);
      case "write", "writev" -> when(call, this::append);
      case "pwrite64", "pwritev" -> when(call, this::writeAt);
      case "pwritev2", "copy_file_range", "sendfile", "syncfs", "sync_file_range", "fallocate" ->
          unknown(call);
      case "lseek" ->
          when(call, done -> offsets.put(done.descriptor(), done.result().orElseThrow()));
      case "ftruncate" ->
          when(
              call,
              done ->
                  find(done.descriptorPath()).ifPresent(node -> truncate(node, done.number(0))));
      case "mkdir", "mkdirat" -> when(call, done -> make(done.paths().getLast(), true));
      case "symlink", "symlinkat" -> when(call, done -> make(done.paths().getLast(), false));
      case "link", "linkat" ->
          when(
              call,
              done ->
                  find(done.paths().getFirst())
                      .ifPresent(node -> put(done.paths().getLast(), node)));
      case "rename", "renameat", "renameat2" -> when(call, this::rename);
      case "unlink", "unlinkat", "rmdir" -> when(call, done -> remove(done.paths().getFirst()));
      default -> {}
    }
  }

  private interface Effect {
    void of(SystemCall call);
  }

  private static void when(SystemCall call, Effect effect) {
    if (call.succeeded()) {
      effect.of(call);
    }
  }

  /** A call whose effect is not modelled must not touch the folder. */
  private void unknown(SystemCall call) {
    if (call.succeeded() && find(call.descriptorPath()).isPresent()) {
      throw new IllegalStateException("not modelled: " + call);
    }
  }

  private void sync(SystemCall call) {
    Optional<Node> node = find(call.descriptorPath());
    if (call.result().isEmpty()) {
      node.ifPresent(begun -> syncing.put(call.thread(), Syncing.of(begun)));
      return;
    }
    Syncing whole = syncing.remove(call.thread());
    if (call.succeeded()) {
      if (whole != null) {
        whole.done();
      } else {
        node.map(Syncing::of).ifPresent(Syncing::done);
      }
    }
  }

  private void open(SystemCall call) {
    String path = call.paths().getFirst();
    int descriptor = Math.toIntExact(call.result().orElseThrow());
    Optional<Node> known = find(path);
    if (known.isEmpty() && (call.arguments().contains("O_CREAT") || call.name().equals("creat"))) {
      known = make(path, false);
    } else if (call.arguments().contains("O_TRUNC")) {
      known.ifPresent(node -> truncate(node, 0));
    }
    offsets.put(
        descriptor,
        call.arguments().contains("O_APPEND") ? known.map(node -> node.length).orElse(0L) : 0L);
  }

  private void append(SystemCall call) {
    find(call.descriptorPath())
        .ifPresent(node -> {
          long end = offsets.getOrDefault(call.descriptor(), 0L) + call.result().orElseThrow();
          offsets.put(call.descriptor(), end);
          node.length = Math.max(node.length, end);
        });
  }

  private void writeAt(SystemCall call) {
    find(call.descriptorPath())
        .ifPresent(node ->
            node.length = Math.max(node.length, call.number(0) + call.result().orElseThrow()));
  }

  private static void truncate(Node node, long length) {
    node.length = length;
    node.synced = Math.min(node.synced, length);
  }

  private void rename(SystemCall call) {
    find(call.paths().getFirst())
        .ifPresent(node -> {
          remove(call.paths().getFirst());
          put(call.paths().getLast(), node);
        });
  }

  private Optional<Node> make(String path, boolean folder) {
    Node node = new Node(folder);
    return put(path, node) ? Optional.of(node) : Optional.empty();
  }

  private boolean put(String path, Node node) {
    int slash = path.lastIndexOf('/');
    Optional<Node> folder = slash < 0 ? Optional.empty() : find(path.substring(0, slash));
    folder.ifPresent(found -> found.names.put(path.substring(slash + 1), node));
    return folder.isPresent();
  }

  private void remove(String path) {
    String clean = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    int slash = clean.lastIndexOf('/');
    if (slash >= 0) {
      find(clean.substring(0, slash))
          .ifPresent(folder -> folder.names.remove(clean.substring(slash + 1)));
    }
  }

  private Optional<Node> find(String path) {
    if (!path.startsWith("/")) {
      return Optional.empty();
    }
    Path whole = Path.of(path).normalize();
    if (!whole.startsWith(root)) {
      return Optional.empty();
    }
    Node node = top;
    for (Path name : root.relativize(whole)) {
      if (!name.toString().isEmpty()) {
        node = node.names.get(name.toString());
        if (node == null) {
          return Optional.empty();
        }
      }
    }
    return Optional.of(node);
  }

  /** Copies what would be there to another folder; the traced process has ended. */
  void copyTo(Path target) throws IOException {
    Map<Node, Path> places = new HashMap<>();
    place(top, root, places);
    copy(top, target, places);
  }

  private static void place(Node node, Path path, Map<Node, Path> places) {
    places.put(node, path);
    node.names.forEach((name, child) -> place(child, path.resolve(name), places));
  }

  private static void copy(Node folder, Path target, Map<Node, Path> places) throws IOException {
    Files.createDirectories(target);
    for (Map.Entry<String, Node> entry : folder.durable.entrySet()) {
      Node node = entry.getValue();
      Path from = places.get(node);
      Path to = target.resolve(entry.getKey());
      if (from == null || !Files.exists(from, LinkOption.NOFOLLOW_LINKS)) {
        continue;
      }
      if (node.folder) {
        copy(node, to, places);
      } else {
        Files.copy(from, to, LinkOption.NOFOLLOW_LINKS);
        if (!Files.isSymbolicLink(to) && Files.size(to) > node.synced) {
          try (RandomAccessFile file = new RandomAccessFile(to.toFile(), "rw")) {
            file.setLength(node.synced);
          }
        }
      }
    }
  }
}
