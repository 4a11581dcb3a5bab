package dev.nightjar.dynamodb.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.dynamodb.json.MalformedJsonException;
import dev.nightjar.dynamodb.testing.TypedJson;
import dev.nightjar.dynamodb.testing.Value;
import dev.nightjar.dynamodb.testing.Values;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttributeReaderTest {
  private final AttributeReader reader = new AttributeReader();

  private void read(String typed) {
    byte[] bytes = typed.getBytes(StandardCharsets.UTF_8);
    reader.read(bytes, 0, bytes.length);
  }

  private String value(int node) {
    return new String(
        reader.valueBuffer(node),
        reader.valueStart(node),
        reader.valueEnd(node) - reader.valueStart(node),
        StandardCharsets.UTF_8);
  }

  @Test
  void findsAttributesThroughMaps() {
    read("{\"a\":{\"M\":{\"b\":{\"M\":{\"c.d\":{\"S\":\"deep\"}}}}},\"A\":{\"N\":\"1\"}}");

    assertThat(value(reader.find(AttributePath.of("a", "b", "c.d")))).isEqualTo("deep");
    assertThat(value(reader.find(AttributePath.of("A")))).isEqualTo("1");
    assertThat(reader.find(AttributePath.of("a", "x"))).isEqualTo(AttributeReader.NONE);
    assertThat(reader.find(AttributePath.of("A", "b"))).isEqualTo(AttributeReader.NONE);
  }

  @Test
  void tellsTypesAndValues() {
    read(
        "{\"t\":{\"BOOL\":true},\"f\":{\"BOOL\":false},\"z\":{\"NULL\":true},\"l\":{\"L\":[{\"N\":\"1\"},{\"S\":\"x\"}]}}");

    assertThat(reader.isTrue(reader.find(AttributePath.of("t")))).isTrue();
    assertThat(reader.isTrue(reader.find(AttributePath.of("f")))).isFalse();
    assertThat(reader.type(reader.find(AttributePath.of("z")))).isEqualTo(AttributeType.NULL);
    int list = reader.find(AttributePath.of("l"));
    assertThat(reader.childCount(list)).isEqualTo(2);
    int second = reader.nextSibling(reader.firstChild(list));
    assertThat(reader.type(second)).isEqualTo(AttributeType.S);
    assertThat(reader.nextSibling(second)).isEqualTo(AttributeReader.NONE);
  }

  @Test
  void resolvesEscapesInNamesAndValues() {
    read("{\"\\u006eame\":{\"\\u0053\":\"\\ud83d\\ude00\\n\"},\"b\":{\"B\":\"a\\/8=\"}}");

    assertThat(value(reader.find(AttributePath.of("name")))).isEqualTo("😀\n");
    assertThat(value(reader.find(AttributePath.of("b")))).isEqualTo("a/8=");
  }

  @Test
  void ordersTheMembersOfASet() {
    read("{\"n\":{\"NS\":[\"10\",\"-1\",\"9.5\",\"1E1\"]},\"s\":{\"SS\":[\"é\",\"z\"]}}");
    var order = new SetOrder();

    int count = order.sort(reader, reader.find(AttributePath.of("n")));
    List<String> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      numbers.add(value(order.node(i)));
    }
    assertThat(numbers).containsExactly("-1", "9.5", "10", "1E1");
    assertThat(order.sort(reader, reader.find(AttributePath.of("s")))).isEqualTo(2);
    assertThat(value(order.node(0))).isEqualTo("z");
  }

  @Test
  void followsAttributesTo128Levels() {
    read(nested(128));
    assertThat(reader.type(reader.find(AttributePath.of("a")))).isEqualTo(AttributeType.L);

    assertThatThrownBy(() -> read(nested(129)))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("nest deeper than 128");
  }

  private static String nested(int levels) {
    return "{\"a\":" + "{\"L\":[".repeat(levels) + "]}".repeat(levels) + "}";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "[]",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1}",
        "{\"a\":{}}",
        "{\"a\":{\"S\":1}}",
        "{\"a\":{\"S\":\"x\"}",
        "{\"a\":{\"S\":\"x\"},}",
        "{,}",
        "{\"a\":{\"S\":\"x\",}}",
        "{\"a\":{\"S\":\"x\" \"N\":\"1\"}}",
        "{\"a\":{\"S\":\"x\",\"N\":\"1\"}}",
        "{\"a\":{\"Q\":\"x\"}}",
        "{\"a\":{\"BOOL\":\"true\"}}",
        "{\"a\":{\"BOOL\":maybe}}",
        "{\"a\":{\"NULL\":nil}}",
        "{\"a\":{\"SS\":[\"x\",]}}",
        "{\"a\":{\"SS\":[\"x\"}}",
        "{\"a\":{\"L\":[\"x\"]}}",
        "{\"a\":{\"S\":\"\\x\"}}",
        "{\"a\":{\"S\":\"\\u12\"}}",
        "{\"a\":{\"S\":\"\\u12g4\"}}",
        "{\"a\":{\"S\":\"x\\\"}}",
        "{\"a\":{\"S\":\"x\"}}x",
        "{\"a\":{\"S\":\"x\"}}{}",
        "{\"a\" {\"S\":\"x\"}}"
      })
  void refusesWhatIsNoItem(String malformed) {
    assertThatThrownBy(() -> read(malformed))
        .isInstanceOfSatisfying(
            MalformedJsonException.class,
            refusal -> assertThat(refusal.offset()).isBetween(0, malformed.length()))
        .hasMessageContaining(" at byte ");
  }

  @Property(tries = 500)
  void aCutOrDamagedItemIsReadOrRefusedButNeverAnythingElse(
      @ForAll("items") Value.Document item, @ForAll long seed) {
    Random random = new Random(seed);
    byte[] bytes = TypedJson.anyhow(item, random);
    byte[] damaged = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
    for (int i = random.nextInt(3); i > 0 && damaged.length > 0; i--) {
      damaged[random.nextInt(damaged.length)] =
          (byte) "{}[]\",:\\u0SNML \n".charAt(random.nextInt(16));
    }

    try {
      reader.read(damaged, 0, damaged.length);
      assertThat(reader.type(reader.root())).isEqualTo(AttributeType.M);
    } catch (MalformedJsonException refusal) {
      assertThat(refusal.offset()).isBetween(0, damaged.length);
    }
  }

  @Provide
  Arbitrary<Value.Document> items() {
    return Values.items();
  }
}
