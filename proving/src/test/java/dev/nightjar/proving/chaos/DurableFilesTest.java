package dev.nightjar.proving.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Traces as strace writes them, beside the files that they made. */
class DurableFilesTest {

  private static final List<String> SYNCED_PART =
      List.of(
          "7 mkdir(\"DATA/tmp_1\", 0777) = 0",
          "7 openat(AT_FDCWD</>, \"DATA/tmp_1/x\", O_WRONLY|O_CREAT, 0666) = 5<DATA/tmp_1/x>",
          "7 pwrite64(5<DATA/tmp_1/x>, \"\"..., 1, 0) = 1",
          "7 fsync(5<DATA/tmp_1/x>) = 0",
          "7 fsync(6<DATA/tmp_1>) = 0");

  @TempDir Path folder;
  private Path data;
  private DurableFiles files;

  @BeforeEach
  void begin() throws IOException {
    data = Files.createDirectory(folder.resolve("data"));
    files = new DurableFiles(data, _ -> true);
  }

  @Test
  void aFileIsThereOnlyIfItsFolderWasSyncedAfterIt() throws IOException {
    Files.writeString(data.resolve("a"), "abc");
    Files.writeString(data.resolve("b"), "abc");

    trace(
        "7 openat(AT_FDCWD</>, \"DATA/a\", O_WRONLY|O_CREAT, 0666) = 5<DATA/a>",
        "7 write(5<DATA/a>, \"\"..., 3) = 3",
        "7 fsync(5<DATA/a>) = 0",
        "7 openat(AT_FDCWD</>, \"DATA\", O_RDONLY) = 6<DATA>",
        "7 fsync(6<DATA>) = 0",
        "7 openat(AT_FDCWD</>, \"DATA/b\", O_WRONLY|O_CREAT, 0666) = 8<DATA/b>",
        "7 write(8<DATA/b>, \"\"..., 3) = 3",
        "7 fsync(8<DATA/b>) = 0");

    assertThat(losses()).containsExactly(data.resolve("b") + ": its name");
    assertThat(left()).containsExactly("a");
    assertThat(data.resolve("a")).hasContent("abc");
  }

  @Test
  void whatWasWrittenAfterTheLastSyncIsCutOff() throws IOException {
    Files.writeString(data.resolve("log"), "oldnew");

    trace(
        "7 openat(AT_FDCWD</>, \"DATA/log\", O_WRONLY|O_CREAT, 0666) = 5<DATA/log>",
        "7 write(5<DATA/log>, \"\"..., 3) = 3",
        "7 fdatasync(5<DATA/log>) = 0",
        "7 fsync(6<DATA>) = 0",
        "7 write(5<DATA/log>, \"\"..., 3) = 3");

    assertThat(losses()).containsExactly(data.resolve("log") + ": 3 of 6 bytes");
    assertThat(data.resolve("log")).hasContent("old");
  }

  @Test
  void whatWasNotSyncedMayBeThereAllTheSameInPartOrWhole() throws IOException {
    Set<String> seen = new TreeSet<>();
    for (int seed = 0; seed < 60; seed++) {
      data = Files.createDirectory(folder.resolve("data" + seed));
      files = new DurableFiles(data, _ -> true);
      Files.writeString(data.resolve("log"), "oldnew");
      makePart("all_1");
      trace(
          "7 openat(AT_FDCWD</>, \"DATA/log\", O_WRONLY|O_CREAT, 0666) = 9<DATA/log>",
          "7 write(9<DATA/log>, \"\"..., 3) = 3",
          "7 fdatasync(9<DATA/log>) = 0");
      trace(SYNCED_PART);
      trace(
          "7 fsync(6<DATA>) = 0",
          "7 write(9<DATA/log>, \"\"..., 3) = 3",
          "7 rename(\"DATA/tmp_1\", \"DATA/all_1\") = 0");

      new Remains(files, Unsynced.drawn(new SplittableRandom(seed))).leave();

      seen.add(Files.readString(data.resolve("log")));
      seen.add(String.join(" ", left()));
    }

    assertThat(seen)
        .containsExactlyInAnyOrder(
            "old", "oldn", "oldne", "oldnew", "all_1 all_1/x log", "log tmp_1 tmp_1/x");
  }

  @Test
  void aRenameIsUndoneUnlessTheFolderWasSyncedAfterIt() throws IOException {
    makePart("all_1");

    trace(SYNCED_PART);
    trace("7 fsync(6<DATA>) = 0", "7 rename(\"DATA/tmp_1\", \"DATA/all_1\") = 0");

    losses();
    assertThat(left()).containsExactly("tmp_1", "tmp_1/x");
  }

  /** strace has no name for how a call ends whose process is killed. */
  @Test
  void aRenameDuringWhichTheProcessWasKilledMayHaveTakenEffect() throws IOException {
    makePart("all_1");

    trace(SYNCED_PART);
    trace(
        "7 fsync(6<DATA>) = 0",
        "8 rename(\"DATA/tmp_1\", \"DATA/all_1\" <unfinished ...>",
        "8 <... rename resumed>) = -1 (errno 18446744073709551282)");

    losses();
    assertThat(left()).containsExactly("tmp_1", "tmp_1/x");
  }

  @Test
  void aFolderIsTheSameWithASlashAtTheEndOfItsName() throws IOException {
    makePart("all_1");

    trace(SYNCED_PART);
    trace("7 rename(\"DATA/tmp_1/\", \"DATA/all_1/\") = 0", "7 fsync(9<DATA>) = 0");

    assertThat(losses()).isEmpty();
    assertThat(left()).containsExactly("all_1", "all_1/x");
  }

  @Test
  void whatIsRenamedOverAnotherFileIsTheOneOrTheOtherAndNeverNeither() throws IOException {
    Files.writeString(data.resolve("key"), "new");

    trace(
        "7 openat(AT_FDCWD</>, \"DATA/key\", O_WRONLY|O_CREAT, 0666) = 5<DATA/key>",
        "7 fsync(6<DATA>) = 0",
        "7 openat(AT_FDCWD</>, \"DATA/key.tmp\", O_WRONLY|O_CREAT, 0666) = 5<DATA/key.tmp>",
        "7 write(5<DATA/key.tmp>, \"\"..., 3) = 3",
        "7 fsync(5<DATA/key.tmp>) = 0",
        "7 rename(\"DATA/key.tmp\", \"DATA/key\") = 0");

    losses();
    assertThat(left()).containsExactly("key");
    assertThat(data.resolve("key")).hasContent("new");
  }

  @Test
  void whatIsRenamedOverAnotherFileBeforeItIsSyncedIsEmpty() throws IOException {
    Files.writeString(data.resolve("key"), "new");

    trace(
        "7 openat(AT_FDCWD</>, \"DATA/key\", O_WRONLY|O_CREAT, 0666) = 5<DATA/key>",
        "7 fsync(6<DATA>) = 0",
        "7 openat(AT_FDCWD</>, \"DATA/key.tmp\", O_WRONLY|O_CREAT, 0666) = 5<DATA/key.tmp>",
        "7 write(5<DATA/key.tmp>, \"\"..., 3) = 3",
        "7 rename(\"DATA/key.tmp\", \"DATA/key\") = 0");

    losses();
    assertThat(data.resolve("key")).isEmptyFile();
  }

  @Test
  void aSyncThatWasUnderWayBringsWhatWasThereWhenItBegan() throws IOException {
    Files.writeString(data.resolve("log"), "oldnew");

    trace(
        "7 openat(AT_FDCWD</>, \"DATA/log\", O_WRONLY|O_CREAT, 0666) = 5<DATA/log>",
        "7 fsync(6<DATA>) = 0",
        "7 write(5<DATA/log>, \"\"..., 3) = 3",
        "8 fsync(5<DATA/log> <unfinished ...>",
        "7 write(5<DATA/log>, \"\"..., 3) = 3",
        "8 <... fsync resumed>) = 0");

    losses();
    assertThat(data.resolve("log")).hasContent("old");
  }

  @Test
  void aSyncMayHaveSeenARenameOfWhichOnlyTheReturnCameAfterIt() throws IOException {
    makePart("all_1");

    trace(SYNCED_PART);
    trace(
        "7 rename(\"DATA/tmp_1\", \"DATA/all_1\" <unfinished ...>",
        "8 fsync(6<DATA>) = 0",
        "7 <... rename resumed>) = 0");

    losses();
    assertThat(left()).containsExactly("all_1", "all_1/x");
  }

  @Test
  void aSyncThatFailedOrNeverEndedBringsNothing() throws IOException {
    Files.writeString(data.resolve("log"), "abc");

    trace(
        "7 openat(AT_FDCWD</>, \"DATA/log\", O_WRONLY|O_CREAT, 0666) = 5<DATA/log>",
        "7 fsync(6<DATA>) = 0",
        "7 write(5<DATA/log>, \"\"..., 3) = 3",
        "7 fsync(5<DATA/log>) = -1 EIO (Input/output error)",
        "8 fsync(5<DATA/log> <unfinished ...>");

    losses();
    assertThat(data.resolve("log")).isEmptyFile();
  }

  @Test
  void callsInWhichTheProcessWasKilledTookEffectOrNot() throws IOException {
    makePart("all_1");
    Files.writeString(data.resolve("log"), "abc");

    trace(SYNCED_PART);
    trace(
        "7 openat(AT_FDCWD</>, \"DATA/log\", O_WRONLY|O_CREAT, 0666) = 5<DATA/log>",
        "7 fsync(6<DATA>) = 0",
        "7 rename(\"DATA/tmp_1/\", \"DATA/all_1/\" <unfinished ...>) = ?",
        "8 write(5<DATA/log>, \"\"..., 3 <unfinished ...>) = ?",
        "9 unlink(\"DATA/all_0\" <unfinished ...>) = ?");

    losses();
    assertThat(left()).containsExactly("log", "tmp_1", "tmp_1/x");
    assertThat(data.resolve("log")).isEmptyFile();
  }

  @Test
  void whatTheTraceDoesNotExplainIsNoPowerCut() throws IOException {
    Files.writeString(data.resolve("log"), "abc");
    assertThatThrownBy(this::losses).hasMessageContaining("log is there");

    trace(
        "7 openat(AT_FDCWD</>, \"DATA/log\", O_WRONLY|O_CREAT, 0666) = 5<DATA/log>",
        "7 write(5<DATA/log>, \"\"..., 2) = 2");
    assertThatThrownBy(this::losses).hasMessageContaining("log has 3 bytes, not 2");

    trace("7 unlink(\"DATA/log\") = 0", "7 mkdir(\"DATA/gone\", 0777) = 0");
    Files.delete(data.resolve("log"));
    assertThatThrownBy(this::losses).hasMessageContaining("gone is not there");
  }

  @Test
  void theFolderAndItsFilesStayTheSameFiles() throws IOException {
    Path state = Files.writeString(data.resolve("state.db"), "abc");
    final Object before = Files.getAttribute(state, "unix:ino");
    files = DurableFiles.asTheyAre(data, _ -> true);

    losses();

    assertThat(Files.getAttribute(state, "unix:ino")).isEqualTo(before);
  }

  @Test
  void aDiskThatLiesLosesWhatWasSynced() throws IOException {
    files = new DurableFiles(data, path -> !path.equals(data.toString()));
    makePart("tmp_1");

    trace(SYNCED_PART);
    trace("7 fsync(9<DATA>) = 0");

    losses();
    assertThat(left()).isEmpty();
  }

  private void makePart(String name) throws IOException {
    Files.createDirectory(data.resolve(name));
    Files.writeString(data.resolve(name + "/x"), "x");
  }

  private void trace(List<String> lines) {
    Consumer<String> reader = SystemCall.reader(files::call);
    lines.stream().map(line -> line.replace("DATA", data.toString())).forEach(reader);
  }

  private void trace(String... lines) {
    trace(List.of(lines));
  }

  private List<String> losses() throws IOException {
    return new Remains(files, Unsynced.dropped()).leave();
  }

  private List<String> left() throws IOException {
    try (Stream<Path> all = Files.walk(data)) {
      return all.skip(1).map(path -> data.relativize(path).toString()).sorted().toList();
    }
  }
}
