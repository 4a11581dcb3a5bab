package dev.nightjar.dynamodb.gzip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;

/**
 * The inflater beside the JDK's, over texts of many kinds and over what becomes of them when bits
 * are changed. Longer: {@code -Dtest=GzipTextFuzzTest -Dnightjar.fuzz.items=1000000
 * -Dnightjar.fuzz.seed=2}.
 */
class GzipTextFuzzTest {
  private static final int TEXTS = Integer.getInteger("nightjar.fuzz.items", 5_000) / 5;
  private static final long SEED = Long.getLong("nightjar.fuzz.seed", 1);
  private static final int[] STRATEGIES = {
    Deflater.DEFAULT_STRATEGY, Deflater.FILTERED, Deflater.HUFFMAN_ONLY
  };

  private final Random random = new Random(SEED);
  private final Texts texts = new Texts(random);

  @Test
  void whatTheJdkCompressesIsInflated() throws IOException {
    for (int i = 0; i < TEXTS / 5; i++) {
      byte[] text = texts.next(i % 20 == 0 ? 400_000 : 40_000);
      byte[] gzip = Gzips.member(deflate(text), text);

      assertThat(read(gzip)).isEqualTo(text);
    }
  }

  @Test
  void whereBitsOfTheBlocksAreChangedTheVerdictIsThatOfTheJdk() throws IOException {
    int texts = 0;
    int damaged = 0;
    for (int i = 0; i < TEXTS; i++) {
      byte[] deflated = deflate(this.texts.next(2_000));
      changeBits(deflated, random.nextBoolean() ? 100 : deflated.length);
      Inflated expected = inflate(deflated);
      byte[] gzip = Gzips.member(Arrays.copyOf(deflated, expected.taken()), expected.text());
      switch (expected.verdict()) {
        case WHOLE -> {
          texts++;
          assertThat(read(gzip)).as("text " + i).isEqualTo(expected.text());
        }
        case CUT -> {
          byte[] cut = Arrays.copyOf(gzip, gzip.length - 2 * Integer.BYTES);
          // Where a block has no code of code lengths at all, zlib reads on for a while.
          assertThat(catchThrowable(() -> read(cut)))
              .as("text " + i)
              .isInstanceOfAny(EOFException.class, ZipException.class)
              .hasMessageNotContaining("trailer");
        }
        case DAMAGED -> {
          damaged++;
          byte[] whole = Gzips.member(deflated, expected.text());
          assertThat(catchThrowable(() -> read(whole)))
              .as("text " + i)
              .isInstanceOf(ZipException.class)
              .hasMessageNotContaining("trailer");
        }
      }
    }
    assertThat(texts).as("texts").isGreaterThan(TEXTS / 20);
    assertThat(damaged).as("damaged").isGreaterThan(TEXTS / 20);
  }

  @Test
  void whereAFileIsChangedOrCutTheVerdictIsThatOfTheJdk() throws IOException {
    int whole = 0;
    for (int i = 0; i < TEXTS; i++) {
      byte[] gzip = changed(files());
      byte[] expected;
      try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
        expected = in.readAllBytes();
      } catch (IOException _) {
        assertThat(catchThrowable(() -> read(gzip)))
            .as("file " + i)
            .isInstanceOf(IOException.class);
        continue;
      }
      whole++;
      assertThat(read(gzip)).as("file " + i).isEqualTo(expected);
    }
    assertThat(whole).as("files that still are whole").isGreaterThan(TEXTS / 20);
  }

  /** One to three members. */
  private byte[] files() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    for (int members = 1 + random.nextInt(3); members > 0; members--) {
      byte[] text = texts.next(1_000);
      file.write(Gzips.member(deflate(text), text));
    }
    return file.toByteArray();
  }

  private byte[] changed(byte[] file) {
    return switch (random.nextInt(4)) {
      case 0 -> Arrays.copyOf(file, 1 + random.nextInt(file.length));
      case 1 -> Arrays.copyOf(file, file.length + random.nextInt(40));
      case 2 -> {
        changeBits(file, 12);
        yield file;
      }
      default -> {
        changeBits(file, file.length);
        yield file;
      }
    };
  }

  /** Changes one to three bits of the first bytes. */
  private void changeBits(byte[] bytes, int first) {
    for (int left = 1 + random.nextInt(3); left > 0; left--) {
      bytes[random.nextInt(Math.min(bytes.length, first))] ^= (byte) (1 << random.nextInt(8));
    }
  }

  private byte[] deflate(byte[] text) {
    int flushAfter = random.nextInt(4) == 0 ? 1 + random.nextInt(3_000) : Integer.MAX_VALUE / 2;
    return Gzips.deflate(
        text, random.nextInt(10), STRATEGIES[random.nextInt(STRATEGIES.length)], flushAfter);
  }

  private byte[] read(byte[] gzip) throws IOException {
    int chunk = random.nextBoolean() ? 1 + random.nextInt(40) : Integer.MAX_VALUE;
    return Gzips.text(gzip, chunk, GzipText.LEAST_ROOM + random.nextInt(100_000));
  }

  private enum Verdict {
    WHOLE,
    CUT,
    DAMAGED
  }

  private record Inflated(Verdict verdict, byte[] text, int taken) {}

  private static Inflated inflate(byte[] deflated) {
    Inflater inflater = new Inflater(true);
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    byte[] piece = new byte[4 * 1024];
    try {
      inflater.setInput(deflated);
      while (!inflater.finished()) {
        int count = inflater.inflate(piece);
        if (count == 0 && inflater.needsInput()) {
          return new Inflated(Verdict.CUT, text.toByteArray(), deflated.length);
        }
        text.write(piece, 0, count);
      }
      return new Inflated(Verdict.WHOLE, text.toByteArray(), (int) inflater.getBytesRead());
    } catch (DataFormatException _) {
      return new Inflated(Verdict.DAMAGED, text.toByteArray(), deflated.length);
    } finally {
      inflater.end();
    }
  }
}
