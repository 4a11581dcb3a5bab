package dev.nightjar.clickhouse.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.clickhouse.ClickHouseException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AnswerReaderTest {
  private static final String ERROR = "Code: 395. DB::Exception: no. (THROW)\n";

  /** Rows that look like errors, in any order and cut anywhere. */
  @Provide
  Arbitrary<List<String>> rows() {
    return Arbitraries.of(
            "__exception__\r\n",
            "__exce",
            "\r\n",
            "abcdefghijklmnop\r\n",
            "Code: 1",
            "a row\n",
            "x".repeat(70_000),
            "🦉")
        .list()
        .ofMaxSize(12);
  }

  @Property(tries = 300)
  void rowsComeThroughAsTheyAre(
      @ForAll("rows") List<String> rows, @ForAll @IntRange(min = 1, max = 100_000) int atATime)
      throws IOException {
    byte[] bytes = (String.join("", rows) + "\nend\n").getBytes(UTF_8);

    assertThat(all(new AnswerReader(slow(bytes, atATime)))).isEqualTo(bytes);
  }

  @Property(tries = 300)
  void anErrorBehindAnyRowsIsFound(
      @ForAll("rows") List<String> rows,
      @ForAll @IntRange(min = 1, max = 100_000) int atATime,
      @ForAll boolean tagged) {
    String frame =
        tagged
            ? "__exception__\r\ndngjzjnxkvlwkeua\r\n"
                + ERROR
                + "39 dngjzjnxkvlwkeua\r\n__exception__\r\n"
            : "__exception__\r\n" + ERROR;
    byte[] bytes = (String.join("", rows) + "\r\n" + frame).getBytes(UTF_8);

    assertThatThrownBy(() -> all(new AnswerReader(slow(bytes, atATime))))
        .isInstanceOfSatisfying(
            ClickHouseException.class, e -> assertThat(e.code()).isEqualTo(395));
  }

  @Test
  void handsOutRowsBeforeTheEnd() {
    AnswerReader reader =
        new AnswerReader(
            new InputStream() {
              private boolean asked;

              @Override
              public int read() {
                throw new UnsupportedOperationException();
              }

              @Override
              public int read(byte[] bytes, int offset, int length) {
                assertThat(asked).as("asked for more before the rows were handed out").isFalse();
                asked = true;
                bytes[offset] = 'x';
                return 1;
              }
            });

    assertThat(reader.next()).hasValueSatisfying(piece -> assertThat(piece).containsExactly('x'));
  }

  private static byte[] all(AnswerReader reader) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Optional<byte[]> piece = reader.next(); piece.isPresent(); piece = reader.next()) {
      out.write(piece.get());
    }
    return out.toByteArray();
  }

  /** Long answers in larger pieces: each piece makes the reader look at what it holds again. */
  private static InputStream slow(byte[] bytes, int wanted) {
    int atATime = Math.max(wanted, bytes.length / 500);
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] into, int offset, int length) {
        return super.read(into, offset, Math.min(length, atATime));
      }
    };
  }
}
