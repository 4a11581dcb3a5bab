package dev.nightjar.dynamodb.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.dynamodb.change.Change;
import dev.nightjar.dynamodb.change.EventName;
import dev.nightjar.dynamodb.failure.TransientException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataFileReaderTest {
  private static final long TIME = 1_700_000_000_000L;

  @TempDir Path directory;

  private final ExportFixture bucket = new ExportFixture();

  private DataFileReader reader(int memoryLimit) {
    return new DataFileReader(bucket, directory.resolve("spool"), () -> memoryLimit);
  }

  private static List<String> items(DataFileCursor cursor) {
    List<String> items = new ArrayList<>();
    cursor.forEachRemaining(
        change -> items.add(change.text(change.newImageStart(), change.newImageEnd())));
    return items;
  }

  private static List<String> lines(int count) {
    return IntStream.range(0, count).mapToObj(ExportFixture::item).toList();
  }

  private List<Path> spooled() throws IOException {
    if (!Files.exists(directory.resolve("spool"))) {
      return List.of();
    }
    try (var files = Files.list(directory.resolve("spool"))) {
      return files.toList();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1024 * 1024})
  void handsOnTheItemsOfAFile(int memoryLimit) throws IOException {
    DataFile file = bucket.dataFile("a", lines(3));

    try (DataFileCursor cursor = reader(memoryLimit).open(file, 0, TIME)) {
      assertThat(cursor.next()).isTrue();
      Change change = cursor.change();
      assertThat(change.eventName()).isEqualTo(EventName.EXPORT);
      assertThat(change.approximateCreationTime()).isEqualTo(TIME);
      assertThat(change.text(change.newImageStart(), change.newImageEnd()))
          .isEqualTo("{\"id\":{\"N\":\"0\"}}");
      assertThat(cursor.item()).isZero();
      assertThat(items(cursor)).containsExactly("{\"id\":{\"N\":\"1\"}}", "{\"id\":{\"N\":\"2\"}}");
      assertThat(cursor.item()).isEqualTo(2);
    }
    assertThat(spooled()).isEmpty();
  }

  @Test
  void beginsAtAnyItem() {
    DataFile file = bucket.dataFile("a", lines(5));

    try (DataFileCursor cursor = reader(1024).open(file, 3, TIME)) {
      assertThat(items(cursor)).containsExactly("{\"id\":{\"N\":\"3\"}}", "{\"id\":{\"N\":\"4\"}}");
      assertThat(cursor.item()).isEqualTo(4);
    }
    try (DataFileCursor cursor = reader(1024).open(file, 5, TIME)) {
      assertThat(cursor.next()).isFalse();
    }
    assertThatThrownBy(() -> reader(1024).open(file, 6, TIME))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anEmptyFileHasNoItems() {
    DataFile gzipOfNothing = bucket.dataFile("a", List.of());
    bucket.objects.put("nothing", new byte[0]);
    DataFile nothing =
        new DataFile(ExportFixture.BUCKET, "nothing", 0, ExportFixture.md5(new byte[0]), "");

    try (DataFileCursor cursor = reader(1024).open(gzipOfNothing, 0, TIME)) {
      assertThat(cursor.next()).isFalse();
    }
    try (DataFileCursor cursor = reader(1024).open(nothing, 0, TIME)) {
      assertThat(cursor.next()).isFalse();
    }
  }

  @Test
  void readsLinesLongerThanItsBuffer() {
    String text = "x".repeat(3_000_000);
    DataFile file =
        bucket.dataFile(
            "a",
            List.of(
                ExportFixture.item(1),
                "{\"Item\":{\"t\":{\"S\":\"" + text + "\"}}}",
                ExportFixture.item(2)));

    try (DataFileCursor cursor = reader(1024 * 1024).open(file, 0, TIME)) {
      assertThat(items(cursor))
          .containsExactly(
              "{\"id\":{\"N\":\"1\"}}",
              "{\"t\":{\"S\":\"" + text + "\"}}",
              "{\"id\":{\"N\":\"2\"}}");
    }
  }

  @Test
  void readsManyItemsWithLinesOfEveryLengthAndEnding() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      lines.add(
          "{\"Item\":{\"t\":{\"S\":\"" + "y".repeat(i % 97) + "\"}}}" + (i % 3 == 0 ? "\r" : ""));
    }
    DataFile file = bucket.dataFile("a", lines);

    try (DataFileCursor cursor = reader(1024 * 1024).open(file, 0, TIME)) {
      assertThat(items(cursor))
          .hasSize(20_000)
          .last()
          .isEqualTo("{\"t\":{\"S\":\"" + "y".repeat(19_999 % 97) + "\"}}");
    }
  }

  @Test
  void aLastLineNeedsNoNewlineAndEmptyLinesDoNotCount() {
    byte[] compressed =
        ExportFixture.gzip("\n" + ExportFixture.item(1) + "\n\n" + ExportFixture.item(2));
    bucket.objects.put("odd", compressed);
    DataFile file = new DataFile(ExportFixture.BUCKET, "odd", 2, ExportFixture.md5(compressed), "");

    try (DataFileCursor cursor = reader(1024).open(file, 0, TIME)) {
      assertThat(items(cursor)).hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1024 * 1024})
  void noItemOfAFileWithAnotherMd5IsHandedOn(int memoryLimit) throws IOException {
    DataFile file = bucket.dataFile("a", lines(3));
    byte[] content = bucket.objects.get(file.key());
    content[content.length - 9] ^= 1;

    assertThatThrownBy(() -> reader(memoryLimit).open(file, 0, TIME))
        .isInstanceOf(ExportCorruptException.class)
        .hasMessageContaining("s3://exports/" + file.key())
        .hasMessageContaining(file.md5());
    assertThat(spooled()).isEmpty();
  }

  @Test
  void aSwappedFileIsNoticed() {
    DataFile first = bucket.dataFile("a", lines(3));
    DataFile second = bucket.dataFile("b", lines(4));
    bucket.objects.put(first.key(), bucket.objects.get(second.key()));

    assertThatThrownBy(() -> reader(1024).open(first, 0, TIME))
        .isInstanceOf(ExportCorruptException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 4})
  void aFileWithAnotherCountIsNoticed(long itemCount) {
    DataFile file = bucket.dataFile("a", lines(3));
    DataFile miscounted =
        new DataFile(file.bucket(), file.key(), itemCount, file.md5(), file.etag());

    try (DataFileCursor cursor = reader(1024).open(miscounted, 0, TIME)) {
      assertThatThrownBy(() -> items(cursor))
          .isInstanceOf(ExportCorruptException.class)
          .hasMessageContaining("the manifest says " + itemCount);
    }
  }

  @Test
  void aLineThatIsNoItemIsNoticedWithItsPlace() {
    DataFile file = bucket.dataFile("a", List.of(ExportFixture.item(1), "{\"Item\":7}"));

    try (DataFileCursor cursor = reader(1024).open(file, 0, TIME)) {
      assertThatThrownBy(() -> items(cursor))
          .isInstanceOf(ExportCorruptException.class)
          .hasMessageContaining("item 1 is not understood");
    }
  }

  @Test
  void aFileThatIsNoGzipIsNoticed() {
    bucket.put("plain", ExportFixture.item(1));
    DataFile file =
        new DataFile(
            ExportFixture.BUCKET,
            "plain",
            1,
            ExportFixture.md5(ExportFixture.item(1).getBytes(StandardCharsets.UTF_8)),
            "");

    try (DataFileCursor cursor = reader(1024).open(file, 0, TIME)) {
      assertThatThrownBy(cursor::next)
          .isInstanceOf(ExportCorruptException.class)
          .hasMessageContaining("decompressed");
    }
  }

  @Test
  void aDownloadThatBreaksOffIsTransient() {
    DataFile file = bucket.dataFile("a", lines(3));
    ObjectStore breaking =
        (bucketName, key) ->
            new ObjectContent(new BreakingStream(Arrays.copyOf(bucket.objects.get(key), 10)), 1000);

    assertThatThrownBy(
            () -> new DataFileReader(breaking, directory, () -> 2000).open(file, 0, TIME))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("broke off");
    assertThatThrownBy(() -> new DataFileReader(breaking, directory, () -> 10).open(file, 0, TIME))
        .isInstanceOf(TransientException.class);
  }

  @Test
  void aShortDownloadIsTransient() {
    DataFile file = bucket.dataFile("a", lines(3));
    ObjectStore announcingMore =
        (bucketName, key) -> new ObjectContent(bucket.open(bucketName, key).body(), 5000);

    assertThatThrownBy(
            () -> new DataFileReader(announcingMore, directory, () -> 10_000).open(file, 0, TIME))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("length");
  }

  @Test
  void aFileOfUnknownLengthIsReadToo() {
    bucket.lengthKnown = false;
    DataFile file = bucket.dataFile("a", lines(3));

    try (DataFileCursor cursor = reader(1024).open(file, 0, TIME)) {
      assertThat(items(cursor)).hasSize(3);
    }
  }

  /** Gives some bytes and then fails. */
  private static final class BreakingStream extends InputStream {
    private final byte[] content;
    private int at;

    BreakingStream(byte[] content) {
      this.content = content;
    }

    @Override
    public int read() throws IOException {
      if (at == content.length) {
        throw new IOException("connection reset");
      }
      return content[at++] & 0xFF;
    }
  }
}
