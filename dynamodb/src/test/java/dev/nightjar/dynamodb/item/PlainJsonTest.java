package dev.nightjar.dynamodb.item;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.dynamodb.json.ByteOutput;
import dev.nightjar.dynamodb.testing.ReferenceJson;
import dev.nightjar.dynamodb.testing.TypedJson;
import dev.nightjar.dynamodb.testing.Value;
import dev.nightjar.dynamodb.testing.Values;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PlainJsonTest {
  private final AttributeReader reader = new AttributeReader();
  private final PlainJson plainJson = new PlainJson();

  private String plain(byte[] typed) {
    var output = new ByteOutput(16);
    reader.read(typed, 0, typed.length);
    plainJson.write(reader, output);
    return output.toString();
  }

  private String plain(String typed) {
    return plain(typed.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void writesEveryTypeAsPlainJson() {
    assertThat(
            plain(
                """
                {"s":{"S":"x"},"n":{"N":"103"},"b":{"B":"aGVsbG8="},"yes":{"BOOL":true},"no":{"BOOL":false},
                 "nul":{"NULL":true},"m":{"M":{"in":{"N":"1.50"}}},"l":{"L":[{"S":"b"},{"S":"a"},{"NULL":true}]},
                 "ss":{"SS":["b","a"]},"ns":{"NS":["10","9"]},"bs":{"BS":["/w==","AA=="]}}
                """))
        .isEqualTo(
            """
            {"b":"aGVsbG8=","bs":["AA==","/w=="],"l":["b","a",null],"m":{"in":1.50},"n":103,"no":false,\
            "ns":[9,10],"nul":null,"s":"x","ss":["a","b"],"yes":true}\
            """);
  }

  @Test
  void writesAnEmptyItemAndEmptyContainers() {
    assertThat(plain("{}")).isEqualTo("{}");
    assertThat(plain("{\"m\":{\"M\":{}},\"l\":{\"L\":[]},\"s\":{\"S\":\"\"}}"))
        .isEqualTo("{\"l\":[],\"m\":{},\"s\":\"\"}");
  }

  @Test
  void keepsTheDigitsOfNumbers() {
    assertThat(
            plain(
                "{\"a\":{\"N\":\"12345678901234567890123456789012345678\"},\"b\":{\"N\":\"1E+30\"},\"c\":{\"N\":\"-0.10\"}}"))
        .isEqualTo("{\"a\":12345678901234567890123456789012345678e0,\"b\":1E+30,\"c\":-0.10}");
  }

  @Test
  void quotesANumberThatJsonCannotWriteBare() {
    assertThat(
            plain(
                "{\"a\":{\"N\":\".5\"},\"b\":{\"N\":\"007\"},\"c\":{\"N\":\"+1\"},\"d\":{\"N\":\"\"}}"))
        .isEqualTo("{\"a\":\".5\",\"b\":\"007\",\"c\":\"+1\",\"d\":\"\"}");
  }

  @Test
  void escapesOnlyWhatMustBeEscaped() {
    assertThat(
            plain(
                "{\"s\":{\"S\":\"\\u0041\\/\\u00e9\\ud83d\\ude00\\n\\u0001\\u001F\\\"\\\\\\u007f\\u2028\"}}"))
        .isEqualTo("{\"s\":\"A/é😀\\n\\u0001\\u001f\\\"\\\\\u007f\u2028\"}");
  }

  @Test
  void keepsALoneSurrogateAsAnEscape() {
    assertThat(
            plain("{\"s\":{\"S\":\"a\\uD800b\\udC00\"},\"t\":{\"S\":\"\\ud83d\\ud83d\\ude00\"}}"))
        .isEqualTo("{\"s\":\"a\\ud800b\\udc00\",\"t\":\"\\ud83d😀\"}");
  }

  @Test
  void acceptsRawControlCharacters() {
    assertThat(plain("{\"s\":{\"S\":\"a\tb\"}}")).isEqualTo("{\"s\":\"a\\tb\"}");
  }

  @Test
  void ordersNamesByCodePointAndNotByTheirUtf16() {
    // In UTF-16 the emoji's surrogates come before U+FF5E.
    assertThat(
            plain(
                "{\"😀\":{\"N\":\"3\"},\"\uff5e\":{\"N\":\"2\"},\"Z\":{\"N\":\"0\"},\"a\":{\"N\":\"1\"}}"))
        .isEqualTo("{\"Z\":0,\"a\":1,\"\uff5e\":2,\"😀\":3}");
  }

  @Test
  void takesTheLastOfTwoMembersOfOneName() {
    assertThat(plain("{\"a\":{\"N\":\"1\"},\"b\":{\"N\":\"2\"},\"\\u0061\":{\"N\":\"3\"}}"))
        .isEqualTo("{\"a\":3,\"b\":2}");
  }

  @Test
  void writesOneAttributeByItself() {
    byte[] typed =
        "{\"m\":{\"M\":{\"z\":{\"N\":\"1\"},\"a\":{\"SS\":[\"y\",\"x\"]}}}}"
            .getBytes(StandardCharsets.UTF_8);
    reader.read(typed, 0, typed.length);
    var output = new ByteOutput(16);

    plainJson.write(reader, reader.find(AttributePath.of("m")), output);

    assertThat(output.toString()).isEqualTo("{\"a\":[\"x\",\"y\"],\"z\":1}");
  }

  @Test
  void sortsItemsOfManyAttributes() {
    StringBuilder typed = new StringBuilder("{");
    for (int i = 999; i >= 0; i--) {
      typed.append(
          "\"k%03d\":{\"N\":\"%d\"}%s".formatted(i * 7 % 1000, i * 7 % 1000, i > 0 ? "," : "}"));
    }

    assertThat(plain(typed.toString()))
        .startsWith("{\"k000\":0,\"k001\":1,")
        .endsWith("\"k999\":999}");
    assertThat(plain(typed.toString()))
        .isEqualTo(ReferenceJson.of(typed.toString().getBytes(StandardCharsets.UTF_8)));
  }

  @Property(tries = 1500)
  void isWhatTheReferenceWrites(@ForAll("items") Value.Document item, @ForAll long seed) {
    byte[] typed = TypedJson.anyhow(item, new Random(seed));

    assertThat(plain(typed)).isEqualTo(ReferenceJson.of(typed));
  }

  @Property(tries = 700)
  void isTheSameHoweverTheItemIsSent(@ForAll("items") Value.Document item, @ForAll long seed) {
    Random random = new Random(seed);
    String once = plain(TypedJson.anyhow(item, random));
    String again = plain(TypedJson.anyhow(item, random));

    assertThat(again).isEqualTo(once);
  }

  @Provide
  Arbitrary<Value.Document> items() {
    return Values.items();
  }
}
