package dev.nightjar.dynamodb.gzip;

import java.util.Random;

/** Texts that lead to codes and matches of all kinds. */
final class Texts {
  private static final int KINDS = 6;

  private final Random random;

  Texts(Random random) {
    this.random = random;
  }

  /** A text of up to so many bytes: of one kind, or of pieces of several. */
  byte[] next(int most) {
    byte[] text = new byte[random.nextInt(most + 1)];
    int piece = random.nextBoolean() ? text.length : 1 + random.nextInt(5_000);
    for (int from = 0; from < text.length; from += piece) {
      write(text, from, Math.min(text.length, from + piece), random.nextInt(KINDS));
    }
    return text;
  }

  private void write(byte[] text, int from, int to, int kind) {
    int period = 1 + random.nextInt(20);
    int at = from;
    while (at < to) {
      switch (kind) {
        case 0 -> text[at++] = (byte) random.nextInt();
        // Each symbol half as often as the one before: codes of every length.
        case 1 -> text[at++] = (byte) ('a' + Integer.numberOfTrailingZeros(random.nextInt()));
        case 2 -> {
          text[at] = at - from < period ? (byte) random.nextInt() : text[at - period];
          at++;
        }
        case 3 -> at = copyEarlier(text, at, to, 1 + random.nextInt(Math.max(1, at)));
        // Near places far more often than far ones: codes of distances of every length.
        case 4 -> at = copyEarlier(text, at, to, 1 << random.nextInt(1 + random.nextInt(16)));
        default -> at = writeLine(text, at, to);
      }
    }
  }

  private int copyEarlier(byte[] text, int at, int to, int distance) {
    if (distance > at) {
      text[at] = (byte) random.nextInt();
      return at + 1;
    }
    int end = Math.min(to, at + 1 + random.nextInt(1 + random.nextInt(400)));
    for (int i = at; i < end; i++) {
      text[i] = text[i - distance];
    }
    return end;
  }

  private int writeLine(byte[] text, int at, int to) {
    String line =
        "{\"Item\":{\"id\":{\"N\":\"%d\"},\"on\":{\"BOOL\":%s},\"text\":{\"S\":\"%x\"}}}\n"
            .formatted(random.nextInt(100_000), random.nextBoolean(), random.nextLong());
    int length = Math.min(line.length(), to - at);
    for (int i = 0; i < length; i++) {
      text[at + i] = (byte) line.charAt(i);
    }
    return at + length;
  }
}
