package dev.nightjar.clickhouse.block;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bytes over several pieces of memory beside one array. */
class GrowingBytesTest {
  private static final int ENOUGH = 3 * GrowingBytes.PIECE;

  private final Random random = new Random(7);
  private final GrowingBytes bytes = new GrowingBytes();
  private final ByteArrayOutputStream expected = new ByteArrayOutputStream();

  @Test
  void valuesOfEveryKindLieAcrossTheEndsOfPieces() {
    for (int round = 0; round < 3; round++) {
      while (bytes.length() < ENOUGH) {
        putAny();
      }
      check();
      bytes.truncate(0);
      expected.reset();
    }
  }

  @Test
  void whatIsTakenBackIsOverwrittenWhereverItBegan() {
    while (bytes.length() < ENOUGH) {
      putAny();
    }
    for (int to :
        new int[] {2 * GrowingBytes.PIECE, GrowingBytes.PIECE + 1, GrowingBytes.PIECE, 0}) {
      byte[] kept = Arrays.copyOf(expected.toByteArray(), to);
      bytes.truncate(to);
      expected.reset();
      expected.writeBytes(kept);

      check();
      putAny();
      check();
    }
  }

  @Test
  void aValueLongerThanAPieceIsHandedOverInPieces() {
    putBytes(5);
    putBytes(2 * GrowingBytes.PIECE + 11);
    putBytes(5);

    check();
  }

  private void putAny() {
    long value = random.nextLong();
    switch (random.nextInt(7)) {
      case 0 -> {
        bytes.put((int) value);
        expected.write((int) value);
      }
      case 1 -> {
        bytes.putShort(value);
        expect(value, Short.BYTES);
      }
      case 2 -> {
        bytes.putInt(value);
        expect(value, Integer.BYTES);
      }
      case 3 -> {
        bytes.putLong(value);
        expect(value, Long.BYTES);
      }
      case 4 -> {
        int count = random.nextInt(40);
        bytes.putZeros(count);
        expected.writeBytes(new byte[count]);
      }
      case 5 -> {
        // 300 is 0b10_0101100
        bytes.putVarInt(300);
        expected.writeBytes(new byte[] {(byte) 0xac, 2});
      }
      default -> putBytes(random.nextInt(2000));
    }
  }

  private void putBytes(int count) {
    byte[] value = new byte[count + 2];
    random.nextBytes(value);
    bytes.put(value, 1, count);
    expected.write(value, 1, count);
  }

  private void expect(long value, int width) {
    ByteBuffer little = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    expected.write(little.putLong(value).array(), 0, width);
  }

  private void check() {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    bytes.writeTo(written::write);

    assertThat(bytes.length()).isEqualTo(expected.size());
    assertThat(Arrays.equals(written.toByteArray(), expected.toByteArray())).isTrue();
    assertThat(Arrays.equals(bytes.copy(), expected.toByteArray())).isTrue();
  }
}
