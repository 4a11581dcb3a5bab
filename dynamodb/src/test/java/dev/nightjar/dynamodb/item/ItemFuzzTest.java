package dev.nightjar.dynamodb.item;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.dynamodb.json.ByteOutput;
import dev.nightjar.dynamodb.json.MalformedJsonException;
import dev.nightjar.dynamodb.testing.ReferenceJson;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;

/**
 * The reader and writer of items beside {@link ReferenceJson}, over generated items and over what
 * becomes of them when bytes are changed. Longer: {@code -Dtest=ItemFuzzTest
 * -Dnightjar.fuzz.items=1000000 -Dnightjar.fuzz.seed=2}.
 */
class ItemFuzzTest {
  private static final int ITEMS = Integer.getInteger("nightjar.fuzz.items", 5_000);
  private static final long SEED = Long.getLong("nightjar.fuzz.seed", 1);
  private static final int ITEMS_OF_A_TABLE = 100;
  private static final int TOKEN_BYTES = 8;
  private static final byte[] TOKENS = "\"\\{}[]:, Nu0S\n\u0000".getBytes(StandardCharsets.UTF_8);

  private final Random random = new Random(SEED);
  private AttributeReader reader = new AttributeReader();
  private int laidOut;
  private final PlainJson json = new PlainJson();
  private final ByteOutput output = new ByteOutput(256);

  @Test
  void generatedItemsAreWrittenAsTheReferenceWritesThem() {
    TableItems table = new TableItems(random);
    for (int i = 0; i < ITEMS; i++) {
      if (i % ITEMS_OF_A_TABLE == 0) {
        table = new TableItems(random);
        reader = new AttributeReader();
      }
      byte[] item = table.next().getBytes(StandardCharsets.UTF_8);
      assertThat(plain(reader, item)).as(() -> text(item)).contains(ReferenceJson.of(item));
    }
    assertThat(laidOut).as("items with a layout that was known").isGreaterThan(ITEMS / 10);
  }

  @Test
  void whatTheReferenceReadsIsReadAndWhatIsReadIsWhatItReads() {
    TableItems table = new TableItems(random);
    int read = 0;
    for (int i = 0; i < ITEMS; i++) {
      if (i % ITEMS_OF_A_TABLE == 0) {
        table = new TableItems(random);
        reader = new AttributeReader();
      }
      byte[] item = changed(table.next().getBytes(StandardCharsets.UTF_8));
      Optional<String> plain = plain(reader, item);
      assertThat(plain)
          .as(() -> "with nothing remembered: " + text(item))
          .isEqualTo(plain(new AttributeReader(), item));
      Optional<String> reference = reference(item);
      if (reference.isPresent()) {
        read++;
        assertThat(plain).as(() -> text(item)).isEqualTo(reference);
      }
    }
    assertThat(read).as("changed items that still are some").isGreaterThan(ITEMS / 50);
    assertThat(laidOut).as("items with a layout that was known").isGreaterThan(ITEMS / 100);
  }

  private Optional<String> plain(AttributeReader by, byte[] item) {
    try {
      by.read(item, 0, item.length);
    } catch (MalformedJsonException _) {
      return Optional.empty();
    }
    laidOut += by.layout() == null ? 0 : 1;
    output.clear();
    json.write(by, output);
    return Optional.of(output.toString());
  }

  /**
   * Empty where it is no item to the reference. What is no UTF-8 is passed on without a look, and
   * what is wrong with a member that a later one overrides, the reference does not see.
   */
  private static Optional<String> reference(byte[] item) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(item));
      return Optional.of(ReferenceJson.ofDistinctNames(item));
    } catch (CharacterCodingException | JacksonException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private byte[] changed(byte[] item) {
    byte[] changed = item;
    for (int i = random.nextInt(3); i >= 0 && changed.length > 1; i--) {
      int at = random.nextInt(changed.length);
      changed =
          switch (random.nextInt(4)) {
            case 0 -> replaced(changed, at, at + 1, TOKENS[random.nextInt(TOKENS.length)]);
            case 1 -> replaced(changed, at, at, TOKENS[random.nextInt(TOKENS.length)]);
            case 2 ->
                replaced(changed, at, Math.min(changed.length, at + random.nextInt(TOKEN_BYTES)));
            default -> {
              int from = random.nextInt(changed.length);
              int to = Math.min(changed.length, from + random.nextInt(TOKEN_BYTES));
              yield replaced(changed, at, at, Arrays.copyOfRange(changed, from, to));
            }
          };
    }
    return changed;
  }

  private static byte[] replaced(byte[] bytes, int from, int to, byte... by) {
    ByteBuffer changed = ByteBuffer.allocate(bytes.length - (to - from) + by.length);
    return changed.put(bytes, 0, from).put(by).put(bytes, to, bytes.length - to).array();
  }

  private static String text(byte[] item) {
    return new String(item, StandardCharsets.UTF_8);
  }
}
