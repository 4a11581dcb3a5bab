package dev.nightjar.awslocal.dynamodb.expression;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** The words that expressions may not use as attribute names ("Reserved words in DynamoDB"). */
final class ReservedWords {

  private static final Set<String> WORDS = read();

  private ReservedWords() {}

  static boolean contains(String name) {
    return WORDS.contains(name.toUpperCase(Locale.ROOT));
  }

  private static Set<String> read() {
    try (InputStream words = ReservedWords.class.getResourceAsStream("reserved-words.txt")) {
      return Set.of(
          new String(words.readAllBytes(), StandardCharsets.US_ASCII).trim().split("\\s+"));
    } catch (IOException unreadable) {
      throw new UncheckedIOException("reserved-words.txt cannot be read", unreadable);
    }
  }
}
