package dev.nightjar.proving.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Traces as strace writes them, beside the files that they made. */
class DurableFilesTest {

  @TempDir Path folder;
  private Path data;
  private DurableFiles files;

  @BeforeEach
  void begin() throws IOException {
    data = Files.createDirectory(folder.resolve("data"));
    files = new DurableFiles(data);
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

    assertThat(left()).containsExactly("a");
    assertThat(Files.readString(folder.resolve("left/a"))).isEqualTo("abc");
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

    left();
    assertThat(Files.readString(folder.resolve("left/log"))).isEqualTo("old");
  }

  @Test
  void aRenameIsUndoneUnlessTheFolderWasSyncedAfterIt() throws IOException {
    Files.createDirectories(data.resolve("all_1"));
    Files.writeString(data.resolve("all_1/x"), "x");
    List<String> part =
        List.of(
            "7 mkdir(\"DATA/tmp_1\", 0777) = 0",
            "7 openat(AT_FDCWD</>, \"DATA/tmp_1/x\", O_WRONLY|O_CREAT, 0666) = 5<DATA/tmp_1/x>",
            "7 pwrite64(5<DATA/tmp_1/x>, \"\"..., 1, 0) = 1",
            "7 fsync(5<DATA/tmp_1/x>) = 0",
            "7 fsync(6<DATA/tmp_1>) = 0",
            "7 rename(\"DATA/tmp_1\", \"DATA/all_1\") = 0");
    trace(part.toArray(String[]::new));
    assertThat(left()).isEmpty();

    trace("7 fsync(9<DATA>) = 0");
    assertThat(left()).containsExactly("all_1", "all_1/x");
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

    left();
    assertThat(Files.readString(folder.resolve("left/log"))).isEqualTo("old");
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

    left();
    assertThat(Files.readString(folder.resolve("left/log"))).isEmpty();
  }

  private void trace(String... lines) {
    Consumer<String> reader = SystemCall.reader(files::call);
    Stream.of(lines).map(line -> line.replace("DATA", data.toString())).forEach(reader);
  }

  private List<String> left() throws IOException {
    Path copy = folder.resolve("left");
    files.copyTo(copy);
    try (Stream<Path> all = Files.walk(copy)) {
      return all.skip(1).map(path -> copy.relativize(path).toString()).sorted().toList();
    }
  }
}
