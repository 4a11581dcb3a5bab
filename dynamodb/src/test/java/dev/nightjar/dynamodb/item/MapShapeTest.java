package dev.nightjar.dynamodb.item;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.dynamodb.json.ByteOutput;
import dev.nightjar.dynamodb.json.MalformedJsonException;
import dev.nightjar.dynamodb.testing.ReferenceJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What a reader remembers of the item before never shows in the next one. */
class MapShapeTest {
  private static final List<String> NAMES =
      List.of("a", "b", "c", "aa", "a\\u0062", "b\\\"", "\\u0061", "");
  private static final List<AttributePath> PATHS =
      List.of(
          AttributePath.of("a"),
          AttributePath.of("b"),
          AttributePath.of("aa"),
          AttributePath.of("ab"),
          AttributePath.of("b\""),
          AttributePath.of(""),
          AttributePath.of("c", "a"));

  private final AttributeReader reader = new AttributeReader();
  private final PlainJson json = new PlainJson();
  private final List<AttributeLookup> lookups = PATHS.stream().map(AttributeLookup::new).toList();

  @Provide
  Arbitrary<List<String>> items() {
    Arbitrary<String> member =
        Arbitraries.of(NAMES)
            .flatMap(name ->
                Arbitraries.of(
                        "{\"S\":\"x\"}",
                        "{\"N\":\"12\"}",
                        "{\"BOOL\":true}",
                        "{ \"NULL\" : true }",
                        "{\"S\":\"x\" }",
                        "{\"S\":\"x\\n\",\"other\":{\"N\":\"}\"}}",
                        "{\"S\":\"x\",\"N\":\"1\"}",
                        "{\"M\":{\"b\":{\"S\":\"y\"},\"a\":{\"S\":\"z\"}}}",
                        "{\"M\":{\"a\":{\"S\":\"z\"},\"b\":{\"N\":\"1\"},\"a\":{\"S\":\"y\"}}}",
                        "{\"L\":[{\"M\":{\"b\":{\"S\":\"y\"},\"a\":{\"N\":\"1\"}}},"
                            + "{\"M\":{\"b\":{\"S\":\"y\"},\"a\":{\"BOOL\":false}}}]}",
                        "{\"L\":[{\"L\":[{\"M\":{\"b\":{\"SS\":[\"q\",\"p\"]},\"a\":{\"B\":\"eA==\"}}}]},"
                            + "{\"M\":{\"b\":{\"SS\":[\"q\"]},\"a\":{\"B\":\"eQ==\"}}},{\"M\":{}}]}",
                        "{\"nothing\":1}")
                    .map(value -> "\"" + name + "\":" + value));
    Arbitrary<String> item =
        member
            .list()
            .ofMaxSize(4)
            .flatMap(members ->
                Arbitraries.of(",", " , ").map(comma -> "{" + String.join(comma, members) + "}"));
    // Few different items, so that equal ones follow each other.
    return item.list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .flatMap(few -> Arbitraries.of(few).list().ofMaxSize(12));
  }

  @Property(tries = 2000)
  void anItemIsReadAsIfItWereTheFirst(@ForAll("items") List<String> items) {
    for (String item : items) {
      AttributeReader first = new AttributeReader();
      if (!reads(first, item)) {
        assertThat(reads(reader, item)).as(item).isFalse();
        continue;
      }
      assertThat(reads(reader, item)).as(item).isTrue();
      assertThat(plain(json, reader)).as(item).isEqualTo(plain(new PlainJson(), first));
      for (int i = 0; i < PATHS.size(); i++) {
        assertThat(lookups.get(i).find(reader)).as(item).isEqualTo(first.find(PATHS.get(i)));
      }
    }
  }

  @Test
  void manyLongNamesAreReadEachTime() {
    String name = "n".repeat(9_000);
    String item = "{\"%s1\":{\"S\":\"x\"},\"%s2\":{\"S\":\"y\"},\"z\":{\"S\":\"v\"}}";
    AttributeLookup last = new AttributeLookup(AttributePath.of("z"));
    for (int i = 0; i < 3; i++) {
      assertThat(reads(reader, item.formatted(name, name))).isTrue();
      assertThat(last.find(reader)).isEqualTo(reader.find(AttributePath.of("z")));
    }
    assertThat(reads(reader, "{\"%s1\":{\"S\":\"x\"}}".formatted(name))).isTrue();
    assertThat(last.find(reader)).isEqualTo(AttributeReader.NONE);
  }

  @Test
  void manyAttributesMayFollowAnEscapedName() {
    String many =
        IntStream.range(0, 100)
            .mapToObj("\"n%d\":{\"S\":\"x\"}"::formatted)
            .collect(Collectors.joining(","));
    AttributeLookup last = new AttributeLookup(AttributePath.of("n99"));
    for (int i = 0; i < 3; i++) {
      assertThat(reads(reader, "{\"quo\\\"te\":{\"S\":\"x\"}," + many + "}")).isTrue();
      assertThat(last.find(reader)).isEqualTo(reader.find(AttributePath.of("n99")));
      assertThat(reads(reader, "{" + many + "}")).isTrue();
      assertThat(last.find(reader)).isEqualTo(reader.find(AttributePath.of("n99")));
    }
  }

  @Test
  void mapsAtMorePlacesThanAreRememberedAreReadAsWell() {
    String maps =
        IntStream.range(0, 400)
            .mapToObj("\"n%d\":{\"M\":{\"b\":{\"S\":\"x\"},\"a\":{\"S\":\"y\"}}}"::formatted)
            .collect(Collectors.joining(",", "{", "}"));
    for (int i = 0; i < 3; i++) {
      assertThat(reads(reader, maps)).isTrue();
      assertThat(plain(json, reader))
          .isEqualTo(ReferenceJson.of(maps.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private static boolean reads(AttributeReader reader, String item) {
    byte[] bytes = item.getBytes(StandardCharsets.UTF_8);
    try {
      reader.read(bytes, 0, bytes.length);
      return true;
    } catch (MalformedJsonException _) {
      // Also what some of the drawn items are meant to be.
      return false;
    }
  }

  private static String plain(PlainJson json, AttributeReader item) {
    ByteOutput output = new ByteOutput(64);
    json.write(item, output);
    return output.toString();
  }
}
