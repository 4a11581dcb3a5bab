package dev.nightjar.proving.chaos;

import dev.nightjar.proving.chaos.TracedFile.Sync;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What of a folder would still be there if the power went away: by POSIX, not by what one file
 * system happens to do. A file has the length that it had when it was last synced. A name is in a
 * folder if it was there when that folder was last synced. What was written over what was there
 * before may have reached the disk or not; here it has. A file that was removed is gone.
 */
final class DurableFiles {

  private final TracedTree tree;
  private final Predicate<String> synced;
  private final Map<Integer, Long> offsets = new HashMap<>();
  private final Map<Long, Sync> syncing = new HashMap<>();

  /** Calls that have begun, by thread, and the syncs that have begun since. */
  private final Map<Long, Pending> pending = new HashMap<>();

  private record Pending(SystemCall call, List<Sync> overlapping) {}

  /**
   * @param root the folder, empty at first
   * @param synced whether the disk does what it says when a path is synced
   */
  DurableFiles(Path root, Predicate<String> synced) {
    this.tree = new TracedTree(root);
    this.synced = synced;
  }

  /** Those of a folder in which everything is on disk. */
  static DurableFiles asTheyAre(Path root, Predicate<String> synced) throws IOException {
    DurableFiles files = new DurableFiles(root, synced);
    files.tree.read();
    return files;
  }

  /** The files, as the calls so far have made them. */
  TracedTree tree() {
    return tree;
  }

  /** Calls that never ended, of which nobody knows whether they took effect. */
  Collection<SystemCall> undecided() {
    return pending.values().stream().map(Pending::call).toList();
  }

  /** Takes in a call of the traced process, in the order of the trace. */
  void call(SystemCall call) {
    boolean sync = call.name().equals("fsync") || call.name().equals("fdatasync");
    if (call.result().isEmpty()) {
      pending.put(call.thread(), new Pending(call, new ArrayList<>()));
      if (sync) {
        beginSync(call).ifPresent(begun -> syncing.put(call.thread(), begun));
      }
      return;
    }
    Pending begun = pending.remove(call.thread());
    List<Sync> overlapping = begun == null ? List.of() : begun.overlapping();
    if (sync) {
      Optional<Sync> whole = Optional.ofNullable(syncing.remove(call.thread()));
      if (begun == null) {
        whole = beginSync(call);
      }
      if (call.succeeded()) {
        whole.ifPresent(Sync::succeeded);
      }
    } else if (call.succeeded()) {
      effect(call, overlapping);
    }
  }

  /** Whether it sees what other threads are about to do is not known. */
  private Optional<Sync> beginSync(SystemCall call) {
    Optional<Sync> sync =
        Optional.of(call.descriptorPath())
            .filter(synced)
            .flatMap(tree::find)
            .map(TracedFile::beginSync);
    sync.ifPresent(begun -> pending.values().forEach(other -> other.overlapping().add(begun)));
    return sync;
  }

  private void effect(SystemCall call, List<Sync> overlapping) {
    switch (call.name()) {
      case "openat", "open", "creat" -> open(call, overlapping);
      case "write", "writev" -> append(call);
      case "pwrite64", "pwritev" ->
          described(call)
              .ifPresent(file -> file.writtenUpTo(call.number(0) + call.result().orElseThrow()));
      case "pwritev2", "copy_file_range", "sendfile", "syncfs", "sync_file_range", "fallocate" ->
          unknown(call);
      case "lseek" -> offsets.put(call.descriptor(), call.result().orElseThrow());
      case "ftruncate" -> described(call).ifPresent(file -> file.truncate(call.number(0)));
      case "mkdir", "mkdirat" ->
          tree.put(call.paths().getLast(), TracedFile.emptyFolder(), overlapping);
      case "symlink", "symlinkat" ->
          tree.put(call.paths().getLast(), TracedFile.emptyFile(), overlapping);
      case "link", "linkat" ->
          tree.find(call.paths().getFirst())
              .ifPresent(file -> tree.put(call.paths().getLast(), file, overlapping));
      case "rename", "renameat", "renameat2" ->
          tree.rename(call.paths().getFirst(), call.paths().getLast(), overlapping);
      case "unlink", "unlinkat", "rmdir" -> tree.remove(call.paths().getFirst(), overlapping);
      default -> {}
    }
  }

  private Optional<TracedFile> described(SystemCall call) {
    return tree.find(call.descriptorPath());
  }

  /** A call whose effect is not modelled must not touch the folder. */
  private void unknown(SystemCall call) {
    if (described(call).isPresent()) {
      throw new IllegalStateException("not modelled: " + call);
    }
  }

  private void open(SystemCall call, List<Sync> overlapping) {
    String path = call.paths().getFirst();
    Optional<TracedFile> known = tree.find(path);
    if (known.isEmpty() && (call.arguments().contains("O_CREAT") || call.name().equals("creat"))) {
      tree.put(path, TracedFile.emptyFile(), overlapping);
    } else if (call.arguments().contains("O_TRUNC")) {
      known.ifPresent(file -> file.truncate(0));
    }
    offsets.put(
        Math.toIntExact(call.result().orElseThrow()),
        call.arguments().contains("O_APPEND") ? known.map(TracedFile::length).orElse(0L) : 0L);
  }

  private void append(SystemCall call) {
    described(call)
        .ifPresent(file -> {
          long end = offsets.getOrDefault(call.descriptor(), 0L) + call.result().orElseThrow();
          offsets.put(call.descriptor(), end);
          file.writtenUpTo(end);
        });
  }

  /** Takes in the renames that took effect though the process ended before they returned. */
  void settle() {
    for (Pending begun : List.copyOf(pending.values())) {
      if (begun.call().name().startsWith("rename")) {
        String from = begun.call().paths().getFirst();
        String to = begun.call().paths().getLast();
        if (tree.find(from).isPresent() && !there(from) && there(to)) {
          tree.rename(from, to, begun.overlapping());
        }
      }
    }
  }

  private static boolean there(String path) {
    return Files.exists(Path.of(path), LinkOption.NOFOLLOW_LINKS);
  }
}
