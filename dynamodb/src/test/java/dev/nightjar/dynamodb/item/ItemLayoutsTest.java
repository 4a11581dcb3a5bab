package dev.nightjar.dynamodb.item;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.dynamodb.json.ByteOutput;
import dev.nightjar.dynamodb.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Items that look like others but for their values are read as if nothing were known of them. */
class ItemLayoutsTest {
  private static final AttributePath[] PATHS = {
    AttributePath.of("id"),
    AttributePath.of("attribute_0"),
    AttributePath.of("attribute_2"),
    AttributePath.of("attribute_1", "a1"),
    AttributePath.of("attribute_1", "attribute_0"),
    AttributePath.of("n")
  };

  private final ItemLayouts layouts = new ItemLayouts(0);
  private final AttributeReader reader = new AttributeReader(layouts);
  private final AttributeLookup[] lookups =
      Arrays.stream(PATHS).map(AttributeLookup::new).toArray(AttributeLookup[]::new);
  private final PlainJson json = new PlainJson();

  @Test
  void theSecondItemOfALayoutIsKnown() {
    assertThat(read("{\"id\":{\"S\":\"one\"},\"n\":{\"N\":\"1\"},\"a\":{\"BOOL\":true}}"))
        .isEqualTo("{\"a\":true,\"id\":\"one\",\"n\":1}");
    assertThat(reader.layout()).isNull();

    assertThat(read("{\"id\":{\"S\":\"another\"},\"n\":{\"N\":\"-2.50\"},\"a\":{\"BOOL\":false}}"))
        .isEqualTo("{\"a\":false,\"id\":\"another\",\"n\":-2.50}");
    assertThat(reader.layout()).isNotNull();
    assertThat(reader.valueStart(lookups[0].find(reader))).isEqualTo("{\"id\":{\"S\":\"".length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":{\"S\":\"Rue de l\\u2019\\u00c9glise\"},\"n\":{\"NS\":[\"2\",\"1\"]}}",
        "{\"id\":{\"S\":\"\"},\"n\":{\"NS\":[\"18446744073709551616\",\"+1\"]}}",
        "{\"id\":{\"S\":\"a control \u0001 character\"},\"n\":{\"NS\":[\"010\",\"1e5\"]}}",
        "{\"id\":{\"S\":\"\\\\\\\"\"},\"n\":{\"NS\":[\"\",\".5\"]}}",
        "{\"id\":{\"S\":\"half a pair: \\udc00\"},\"n\":{\"NS\":[\"5.\",\"0.5\"]}}"
      })
  void whateverItsValues(String item) {
    read("{\"id\":{\"S\":\"one\"},\"n\":{\"NS\":[\"1\",\"2\"]}}");

    assertThat(read(item)).isEqualTo(readByANewReader(item));
    assertThat(reader.layout()).isNotNull();
  }

  @Test
  void severalLayoutsTakeTurns() {
    String[] items = {
      "{\"id\":{\"S\":\"1\"},\"l\":{\"L\":[{\"S\":\"a\"}]}}",
      "{\"id\":{\"S\":\"2\"},\"l\":{\"L\":[{\"S\":\"a\"},{\"S\":\"b\"}]}}",
      "{\"id\":{\"S\":\"3\"},\"l\":{\"L\":[]}}",
      "{\"id\":{\"S\":\"4\"}}",
      "{ \"id\" : {\"S\":\"5\"} }",
      "{\"id\":{\"N\":\"6\"}}",
      "{\"id\":{\"NULL\":true}}",
      "{}"
    };
    for (int round = 0; round < 3; round++) {
      for (String item : items) {
        assertThat(read(item)).isEqualTo(readByANewReader(item));
        assertThat(reader.layout() != null).as("round " + round + ": " + item).isEqualTo(round > 0);
      }
    }
  }

  @Test
  void whatIsNoItemIsNoneThoughItBeginsLikeOne() {
    String item = "{\"id\":{\"S\":\"o\\n\"},\"n\":{\"N\":\"1\"},\"a\":{\"BOOL\":true}}";
    read(item);

    for (int length = 0; length < item.length(); length++) {
      String start = item.substring(0, length);
      assertThat(read(start)).as(start).isEqualTo("malformed").isEqualTo(readByANewReader(start));
    }
    for (String more : new String[] {"}", " {", ",", "x"}) {
      assertThat(read(item + more)).isEqualTo("malformed");
    }
    for (String word : new String[] {"tru", "truee", "falsee", "1", "\"true\"", "null"}) {
      String wrong = item.replace("true", word);
      assertThat(read(wrong)).as(wrong).isEqualTo("malformed").isEqualTo(readByANewReader(wrong));
    }
    assertThat(read(item + " \n")).isEqualTo(readByANewReader(item));
  }

  @Test
  void memoryIsBoundedHoweverManyLayoutsThereAre() {
    int most = 0;
    for (int i = 0; i < 100_000; i++) {
      String item =
          "{\"id\":{\"S\":\"x\"},\"attribute of its own " + i % 5_000 + "\":{\"N\":\"1\"}}";
      read(item);
      most = Math.max(most, layouts.bytes());
    }

    assertThat(most).isBetween(1, 2 * 64 * 1024);
    read("{\"id\":{\"S\":\"" + "x".repeat(20_000) + "\"}}");
    assertThat(read("{\"id\":{\"S\":\"short\"}}")).isEqualTo("{\"id\":\"short\"}");
  }

  @Test
  void oneThatHasLongBeenUnlikeOthersIsLearnedInTheEnd() {
    for (int i = 0; i < 50_000; i++) {
      read("{\"id\":{\"S\":\"x\"},\"attribute of its own " + i + "\":{\"N\":\"1\"}}");
    }
    for (int i = 0; i < 50_000; i++) {
      read("{\"id\":{\"S\":\"x\"},\"n\":{\"N\":\"1\"}}");
    }

    assertThat(reader.layout()).isNotNull();
  }

  @Property(tries = 300)
  void whatIsRememberedNeverShows(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int items) {
    TableItems table = new TableItems(new Random(seed));
    for (int i = 0; i < items; i++) {
      String item = table.next();
      assertThat(read(item)).isEqualTo(readByANewReader(item));
      for (int j = 0; j < PATHS.length; j++) {
        int node = reader.find(PATHS[j]);
        assertThat(lookups[j].find(reader)).as(item).isEqualTo(node);
      }
    }
  }

  private String read(String item) {
    return read(reader, item);
  }

  private String readByANewReader(String item) {
    return read(new AttributeReader(), item);
  }

  private String read(AttributeReader by, String item) {
    byte[] bytes = item.getBytes(StandardCharsets.UTF_8);
    try {
      by.read(bytes, 0, bytes.length);
    } catch (MalformedJsonException _) {
      return "malformed";
    }
    ByteOutput output = new ByteOutput(16);
    json.write(by, output);
    return output.toString();
  }
}
