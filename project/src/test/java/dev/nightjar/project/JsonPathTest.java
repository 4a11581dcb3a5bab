package dev.nightjar.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPathTest {

  @Test
  void readsNamesDownFromTheRecord() {
    assertThat(read("json:$.Item.user-id")).isEqualTo(JsonPath.of("Item", "user-id"));
    assertThat(read("$.a.\"b.c\".'d e'")).isEqualTo(JsonPath.of("a", "b.c", "d e"));
    assertThat(read("$['a.b'][\"c\"]")).isEqualTo(JsonPath.of("a.b", "c"));
    assertThat(read("$.\"quote \\\" and \\u0060\"")).isEqualTo(JsonPath.of("quote \" and `"));
    assertThat(read("$")).isEqualTo(JsonPath.of());
    assertThat(read("$.größe.😀")).isEqualTo(JsonPath.of("größe", "😀"));
  }

  @Test
  void readsListsAndWhatIsInTheirElements() {
    assertThat(read("$.tags[:]")).isEqualTo(new JsonPath(List.of("tags"), true, List.of()));
    assertThat(read("$.items[:].name"))
        .isEqualTo(new JsonPath(List.of("items"), true, List.of("name")));
    assertThat(read("$[:]")).isEqualTo(new JsonPath(List.of(), true, List.of()));
  }

  @Test
  void writesTheShortestText() {
    assertThat(JsonPath.of("Item", "user-id")).hasToString("$.Item.user-id");
    assertThat(JsonPath.of("a.b", "c`d")).hasToString("$.\"a.b\".\"c\\u0060d\"");
    assertThat(new JsonPath(List.of("items"), true, List.of("n"))).hasToString("$.items[:].n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "a.b          | it must begin with `$`",
        "$..a         | a name is missing after a dot",
        "$.           | a name is missing after a dot",
        "$.a[0]       | elements are not picked by number",
        "$.a[:].b[:]  | `[:]` may stand in it once only",
        "$.\"a        | a quote is not closed",
        "$['a'        | a `]` is missing",
        "$a           | `a` is not expected there",
        "$.\"\\u12g4\" | `\\u` wants four hexadecimal digits"
      })
  void saysWhatIsWrong(String path, String why) {
    assertThat(JsonPath.parse(path).refusal()).hasValueSatisfying(p -> assertThat(p).contains(why));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "$[", "$.a[", "$['", "$[\"", "$.\"\\", "$.\"\\u", "$.a]", "$.\"\\u00"})
  void refusesTextsThatEndTooEarly(String path) {
    assertThat(JsonPath.parse(path).accepted()).isEmpty();
  }

  @Property
  void readsWhatItWrites(
      @ForAll @Size(max = 4) List<String> segments,
      @ForAll boolean array,
      @ForAll @Size(max = 2) List<String> inside) {
    JsonPath path = new JsonPath(segments, array, array ? inside : List.of());

    assertThat(JsonPath.parse(path.toString()).accepted()).contains(path);
  }

  @Property
  void neverThrows(@ForAll String text) {
    assertThat(JsonPath.parse("$" + text)).isNotNull();
  }

  private static JsonPath read(String text) {
    return JsonPath.parse(text).accepted().orElseThrow();
  }
}
