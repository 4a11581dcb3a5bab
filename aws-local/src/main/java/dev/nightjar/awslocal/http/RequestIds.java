package dev.nightjar.awslocal.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Ids of requests, in the forms that the services give them. */
public final class RequestIds {

  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

  private RequestIds() {}

  /** DynamoDB's: 52 letters and digits. */
  static String json() {
    return letters(52);
  }

  /** The query protocol's: a UUID. */
  static String query() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new UUID(
            (random.nextLong() & ~0xF000L) | 0x4000L,
            (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L)
        .toString();
  }

  /** S3's: 16 letters and digits. */
  public static String s3() {
    return letters(16);
  }

  private static String letters(int count) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    byte[] id = new byte[count];
    for (int i = 0; i < count; i++) {
      id[i] = (byte) LETTERS.charAt(random.nextInt(LETTERS.length()));
    }
    return new String(id, ISO_8859_1);
  }
}
