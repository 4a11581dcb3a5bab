package dev.nightjar.dynamodb.gzip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GzipTextTest {
  private static final byte[] TEXT = "Nightjars fly at night.\n".getBytes(StandardCharsets.UTF_8);
  private static final byte[] GZIP = Gzips.member(deflated(TEXT), TEXT);

  private static byte[] deflated(byte[] text) {
    return Gzips.deflate(text, 6, Deflater.DEFAULT_STRATEGY, Integer.MAX_VALUE / 2);
  }

  private static String text(byte[]... pieces) throws IOException {
    return new String(Gzips.text(joined(pieces), 7, 4096), StandardCharsets.UTF_8);
  }

  private static byte[] joined(byte[]... pieces) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      all.writeBytes(piece);
    }
    return all.toByteArray();
  }

  @Property(tries = 100)
  void itDoesNotMatterHowTheBytesComeInAndHowMuchRoomThereIs(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 9) int level,
      @ForAll @IntRange(min = 1, max = 100) int chunk,
      @ForAll @IntRange(min = 0, max = 70_000) int room)
      throws IOException {
    byte[] text = new Texts(new Random(seed)).next(100_000);
    byte[] deflated = Gzips.deflate(text, level, Deflater.DEFAULT_STRATEGY, 20_000);

    byte[] read = Gzips.text(Gzips.member(deflated, text), chunk, GzipText.LEAST_ROOM + room);

    assertThat(read).isEqualTo(text);
  }

  @Test
  void membersFollowEachOtherAndSomeAreEmpty() throws IOException {
    byte[] empty = Gzips.member(deflated(new byte[0]), new byte[0]);

    assertThat(text(empty, GZIP, empty, empty, GZIP))
        .isEqualTo("Nightjars fly at night.\nNightjars fly at night.\n");
    assertThat(text(empty)).isEmpty();
  }

  @Test
  void noBytesAtAllHoldNoText() throws IOException {
    assertThat(text(new byte[0])).isEmpty();
  }

  @Test
  void whatFollowsTheLastMemberIsPassedOver() throws IOException {
    assertThat(text(GZIP, new byte[512])).isEqualTo("Nightjars fly at night.\n");
    assertThat(text(GZIP, Arrays.copyOf(GZIP, 5))).isEqualTo("Nightjars fly at night.\n");
  }

  @Test
  void aHeaderMayHaveAllItsOptionalFields() throws IOException {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    header.writeBytes(HexFormat.of().parseHex("1f8b081e000000000003"));
    header.writeBytes(new byte[] {3, 0, 'a', 'b', 0});
    header.writeBytes("name\0comment\0".getBytes(StandardCharsets.ISO_8859_1));
    CRC32 checksum = new CRC32();
    checksum.update(header.toByteArray());
    header.write((int) checksum.getValue());
    header.write((int) checksum.getValue() >>> 8);
    byte[] gzip = Gzips.member(header.toByteArray(), deflated(TEXT), TEXT);

    assertThat(text(gzip)).isEqualTo("Nightjars fly at night.\n");
    gzip[4]++;
    assertThatThrownBy(() -> text(gzip))
        .isInstanceOf(ZipException.class)
        .hasMessage("a header of gzip has another checksum than it says");
  }

  @Test
  void everyCutIsNoticed() {
    for (int length = 1; length < GZIP.length; length++) {
      byte[] cut = Arrays.copyOf(GZIP, length);
      assertThatThrownBy(() -> text(cut))
          .as("of %d bytes", cut.length)
          .isInstanceOf(EOFException.class)
          .hasMessage("the compressed data ends in the middle");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "504b0304, it is not in the format of gzip",
    "1f8b07000000000000, it is compressed by another method than DEFLATE",
  })
  void whatIsNoGzipIsSaidToBeNone(String hex, String message) {
    assertThatThrownBy(() -> text(HexFormat.of().parseHex(hex)))
        .isInstanceOf(ZipException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({
    "07, a block is of a type that there is not",
    "01 0100 0100 61, a stored block has two lengths",
    // a fixed block: 'a', a match of 3 bytes at distance 2
    "4b 04 12 00 00, a distance goes back before the first byte",
    // a fixed block: the symbol of lengths that there is not, 286
    "1b 03 00 00 00, a block has an invalid code of a literal",
    // 287 codes of literals and lengths
    "f5 00 00 00 00, a block has too many codes",
    // no code lengths but that of one symbol, of 7 bits
    "05 00 00 0e 00 00 00, a block has an incomplete set of codes of code lengths",
  })
  void damageOfABlockIsSaid(String deflated, String message) {
    byte[] blocks = HexFormat.of().parseHex(deflated.replace(" ", ""));

    assertThatThrownBy(() -> text(Gzips.member(blocks, new byte[0]), new byte[32]))
        .isInstanceOf(ZipException.class)
        .hasMessage(message);
  }

  @Test
  void anotherChecksumAndAnotherLengthAreNoticed() {
    byte[] checksum = GZIP.clone();
    checksum[GZIP.length - 8]++;
    byte[] length = GZIP.clone();
    length[GZIP.length - 1]++;

    assertThatThrownBy(() -> text(checksum))
        .hasMessage("the text has another checksum than its gzip trailer says");
    assertThatThrownBy(() -> text(length))
        .hasMessage("the text has another length than its gzip trailer says");
  }

  @Test
  void aStreamThatCannotBeReadIsNotTakenForItsEnd() {
    InputStream broken =
        new InputStream() {
          private final InputStream first = new ByteArrayInputStream(GZIP);

          @Override
          public int read() throws IOException {
            int next = first.read();
            if (next < 0) {
              throw new IOException("the disk is gone");
            }
            return next;
          }
        };
    GzipText text = new GzipText(broken);
    byte[] buffer = new byte[2 * GzipText.LEAST_ROOM];

    assertThatThrownBy(
            () -> {
              int filled = text.read(buffer, 0, buffer.length);
              text.read(buffer, filled, buffer.length);
            })
        .isInstanceOf(IOException.class)
        .hasMessage("the disk is gone");
  }

  @Test
  void theCallerKeepsTheWindowAndGivesRoom() throws IOException {
    GzipText text = new GzipText(new ByteArrayInputStream(joined(GZIP, GZIP)));
    byte[] buffer = new byte[GzipText.LEAST_ROOM];

    assertThatThrownBy(() -> text.read(buffer, 1, buffer.length))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(text.read(buffer, 0, buffer.length)).isEqualTo(TEXT.length);
  }
}
