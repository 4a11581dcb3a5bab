package dev.nightjar.proving.chaos;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Makes the end of a process a power cut: strace writes down what the process does to files, and
 * when it was killed, what it had not synced is taken out of its folder. One process at a time.
 */
final class PowerCut {

  private static final String CALLS =
      "openat,open,creat,write,writev,pwrite64,pwritev,pwritev2,lseek,ftruncate,fallocate,"
          + "copy_file_range,sendfile,fsync,fdatasync,syncfs,sync_file_range,rename,renameat,"
          + "renameat2,link,linkat,unlink,unlinkat,rmdir,mkdir,mkdirat,symlink,symlinkat";

  /**
   * Every other time a part of what was not synced is there all the same.
   *
   * @param random decides when, and which part
   * @param happened told each time
   */
  record Torn(SplittableRandom random, Runnable happened) {}

  private final Path folder;
  private final Path trace;
  private final Predicate<String> synced;
  private final Optional<Torn> torn;
  private DurableFiles files;

  /**
   * @param folder the one that the process writes to; nothing else does
   * @param trace a file for what strace writes
   * @param synced whether the disk does what it says when the process syncs a path
   * @param torn empty: nothing is left of what was not synced
   */
  PowerCut(Path folder, Path trace, Predicate<String> synced, Optional<Torn> torn) {
    this.folder = folder;
    this.trace = trace;
    this.synced = synced;
    this.torn = torn;
    this.files = new DurableFiles(folder, synced);
  }

  /** Whether strace is there and may trace. */
  static boolean possible() {
    try {
      Process process =
          new ProcessBuilder(strace(Path.of("/dev/null"), List.of("true")))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The command line under strace, for a life of the process that begins now. */
  List<String> traced(List<String> command) throws IOException {
    Files.createDirectories(folder);
    Files.deleteIfExists(trace);
    files = DurableFiles.asTheyAre(folder, synced);
    return strace(trace, command);
  }

  /**
   * Takes out of the folder what was not synced, and writes what that was beside the trace; the
   * process and strace have ended.
   */
  void happen() throws IOException {
    if (Files.exists(trace)) {
      try (BufferedReader lines = Files.newBufferedReader(trace, StandardCharsets.ISO_8859_1)) {
        lines.lines().forEach(SystemCall.reader(files::call));
      }
    }
    List<String> losses = new ArrayList<>();
    losses.add("A power cut at " + Instant.now() + " took:");
    losses.addAll(new Remains(files, left()).leave());
    Files.write(
        trace.resolveSibling(trace.getFileName() + ".losses"),
        losses,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private Unsynced left() {
    if (torn.isEmpty() || torn.get().random().nextBoolean()) {
      return Unsynced.dropped();
    }
    torn.get().happened().run();
    return Unsynced.drawn(torn.get().random().split());
  }

  private static List<String> strace(Path output, List<String> command) {
    List<String> traced =
        new ArrayList<>(
            List.of(
                "strace",
                "-f",
                "--seccomp-bpf",
                "-qq",
                "-y",
                "-s",
                "0",
                "-e",
                "signal=none",
                "-e",
                "trace=" + CALLS,
                "-o",
                output.toString()));
    traced.addAll(command);
    return traced;
  }
}
