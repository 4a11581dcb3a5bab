package dev.nightjar.server.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nightjar.clickhouse.Parameter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rendering: parameters, and what is refused. */
class TemplateTest {

  @Test
  void bindsAParameterInsteadOfWritingIt() {
    RenderedSql sql =
        render("SELECT * FROM t WHERE id = {{ String(id, 'none') }}", Map.of("id", List.of("a'b")));

    assertThat(sql.sql()).isEqualTo("SELECT * FROM t WHERE id = {p0:String}");
    assertThat(sql.parameters()).containsExactly(Map.entry("p0", Parameter.of("a'b")));
  }

  @Test
  void takesDefaultsWhereTheRequestSaysNothing() {
    RenderedSql sql =
        render("LIMIT {{ Int32(limit, 10) }}, {{ Float64(x, default=1.5) }}", Map.of());

    assertThat(sql.sql()).isEqualTo("LIMIT {p0:Int32}, {p1:Float64}");
    assertThat(sql.parameters())
        .containsEntry("p0", Parameter.of("10"))
        .containsEntry("p1", Parameter.of("1.5"));
  }

  @Test
  void givesEachValueAPlaceholderAndKeepsNodesApart() {
    Template template = Template.parse("{{ String(a) }} {{ String(a) }} {{ String(b) }}");

    RenderedSql sql = template.render(request("a", "1", "b", "2"), "n3_");

    assertThat(sql.sql()).isEqualTo("{n3_0:String} {n3_1:String} {n3_2:String}");
    assertThatThrownBy(() -> template.render(request("a", "1", "b", "2"), "x}"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void rendersTheTemplateOfTheDocumentation() {
    Template template =
        Template.parse(
            """
            %
            SELECT id FROM events FINAL
            WHERE _is_deleted = 0
            {% if defined(id) %}
            AND id = {{ String(id, '', required=False, description="Event id") }}
            {% end %}
            LIMIT {{ Int32(limit, 10, required=False) }}
            """);

    assertThat(template.render(Map.of()).sql())
        .doesNotContain("AND id")
        .contains("LIMIT {p0:Int32}");
    assertThat(template.render(request("id", "x")).sql())
        .contains("AND id = {p0:String}")
        .contains("LIMIT {p1:Int32}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "String       | a b       | String            | a b",
        "UUID         | 61f0c404-5cb3-11e7-907b-a6006ad3dba0 | UUID | 61f0c404-5cb3-11e7-907b-a6006ad3dba0",
        "Int8         | -128      | Int8              | -128",
        "Int32        | +7        | Int32             | 7",
        "Int          | 7         | Int32             | 7",
        "Integer      | 7         | Int32             | 7",
        "UInt64       | 18446744073709551615 | UInt64 | 18446744073709551615",
        "Int256       | -57896044618658097711785492504343953926634992332820282019728792003956564819968 | Int256 | -57896044618658097711785492504343953926634992332820282019728792003956564819968",
        "Float32      | 1e3       | Float32           | 1E+3",
        "Float64      | -0.5      | Float64           | -0.5",
        "Boolean      | True      | Bool              | true",
        "Boolean      | 0         | Bool              | false",
        "bool         | false     | Bool              | false",
        "Date         | 2024-02-29 | Date             | 2024-02-29",
        "DateTime     | 2024-02-29 10:11:12 | DateTime | 2024-02-29 10:11:12",
        "DateTime     | 2024-02-29 | DateTime         | 2024-02-29 00:00:00",
        "DateTime     | 2024-02-29T10:11:12.000 | DateTime | 2024-02-29 10:11:12",
        "DateTime64   | 2024-02-29 10:11:12.5 | DateTime64(3) | 2024-02-29 10:11:12.5",
        "DateTime64   | 2024-02-29 10:11:12.123456 | DateTime64(6) | 2024-02-29 10:11:12.123456",
        "JSON         | {\"a\": [1]} | String         | {\"a\": [1]}"
      })
  void readsEveryType(String function, String value, String type, String bound) {
    RenderedSql sql = render("{{ " + function + "(x) }}", request("x", value));

    assertThat(sql.sql()).isEqualTo("{p0:" + type + "}");
    assertThat(sql.parameters()).containsEntry("p0", Parameter.of(bound));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "UUID       | 61f0c404          | a UUID",
        "Int8       | 128               | a whole number from -128 to 127",
        "UInt8      | -1                | a whole number from 0 to 255",
        "Int32      | 5.0               | a whole number from -2147483648 to 2147483647",
        "Int32      | ^^                | a whole number",
        "Int32      | 1 OR 1=1          | a whole number",
        "Int64      | ١٢                | a whole number",
        "UInt128    | 340282366920938463463374607431768211456 | a whole number from 0",
        "Float64    | nan               | a number",
        "Float64    | inf               | a number",
        "Float64    | 1e999             | a number",
        "Float32    | 1e39              | a number",
        "Float64    | 0x10              | a number",
        "Boolean    | yes               | true, false, 1 or 0",
        "Date       | 2024-02-30        | a date (YYYY-MM-DD",
        "Date       | 1969-12-31        | a date (YYYY-MM-DD",
        "DateTime   | 2024-02-29 25:00:00 | a date and time",
        "DateTime   | 2107-01-01 00:00:00 | a date and time",
        "DateTime   | 2024-02-29 10:11:12.5 | a date and time",
        "DateTime64 | 2300-01-01        | a date and time",
        "JSON       | {a: 1}            | JSON",
        "JSON       | {} {}             | JSON"
      })
  void refusesAMalformedParameterByName(String function, String value, String expected) {
    MalformedParameterException refused =
        catchThrowableOfType(
            MalformedParameterException.class,
            () -> render("{{ " + function + "(x, 0) }}", request("x", value)));

    assertThat(refused.parameter()).isEqualTo("x");
    assertThat(refused).hasMessageContaining("The parameter `x` is").hasMessageContaining(expected);
  }

  @Test
  void refusesAMissingParameterByName() {
    for (String template :
        List.of(
            "{{ String(x) }}",
            "{{ Int32(x, required=True) }}",
            "{{ Int32(x, 5, required=True) }}",
            "{{ Array(x, 'Int32') }}",
            "{{ column(x) }}",
            "{{ columns(x) }}",
            "{{ x }}",
            "{{ x + 1 }}",
            "{% for y in x %}{{ y }}{% end %}",
            "{% if x > 5 %}{% end %}",
            "{% set y = String(x) %}")) {
      MissingParameterException missing =
          catchThrowableOfType(
              MissingParameterException.class, () -> render(template, request("y", "1")));
      assertThat(missing).as(template).isNotNull();
      assertThat(missing.parameter()).isEqualTo("x");
      assertThat(missing).hasMessage("The parameter `x` is required and missing.");
    }
  }

  @Test
  void bindsNullForAParameterThatIsNotRequired() {
    RenderedSql sql =
        render("{{ Int32(x, required=False) }} {{ Boolean(b, None, required=False) }}", Map.of());

    assertThat(sql.sql()).isEqualTo("{p0:Nullable(Int32)} {p1:Nullable(Bool)}");
    assertThat(sql.parameters()).containsEntry("p0", Parameter.ofNull());
  }

  @Test
  void readsArrays() {
    assertThat(render("{{ Array(x, 'Int32') }}", request("x", "1,2, 3")).parameters())
        .containsEntry("p0", Parameter.ofNumbers(List.of("1", "2", "3")));
    assertThat(render("{{ Array(x) }}", Map.of("x", List.of("a,b", "c"))).parameters())
        .containsEntry("p0", Parameter.ofArray(List.of("a,b", "c")));
    assertThat(render("{{ Array(x, 'String', default='a,b') }}", Map.of()))
        .isEqualTo(
            new RenderedSql(
                "{p0:Array(String)}", Map.of("p0", Parameter.ofArray(List.of("a", "b")))));
    assertThat(render("{{ Array(x, 'Date', ['2024-01-01']) }}", Map.of()).sql())
        .isEqualTo("{p0:Array(Date)}");
    assertThat(render("{{ Array(x, 'UInt8') }}", request("x", "")).parameters())
        .containsEntry("p0", Parameter.ofNumbers(List.of()));
    assertThat(
            render(
                    "{{ Array(x, 'DateTime64') }}",
                    request("x", "2024-01-01,2024-01-01 00:00:00.12345"))
                .sql())
        .isEqualTo("{p0:Array(DateTime64(5))}");
    assertThatThrownBy(() -> render("{{ Array(x, 'Int32') }}", request("x", "1,b")))
        .isInstanceOf(MalformedParameterException.class)
        .hasMessage(
            "The parameter `x` is `b`; an array, each element a whole number from -2147483648 to 2147483647 is expected.");
  }

  @Test
  void writesNamesOfColumnsInQuotes() {
    assertThat(render("ORDER BY {{ column(c, 'id') }}", Map.of()).sql()).isEqualTo("ORDER BY `id`");
    assertThat(render("{{ column(c) }}", request("c", "t.user-id")).sql())
        .isEqualTo("`t`.`user-id`");
    assertThat(render("{{ columns(c, 'a,b') }}", request("c", "x, y")).sql()).isEqualTo("`x`, `y`");
    assertThat(render("{{ columns(c, ['a', 'b'], fn='sum') }}", Map.of()).sql())
        .isEqualTo("sum(`a`), sum(`b`)");
  }

  @Test
  void takesTheLastOfSeveralValuesForAScalar() {
    assertThat(render("{{ String(x) }}", Map.of("x", List.of("a", "b"))).parameters())
        .containsEntry("p0", Parameter.of("b"));
  }

  @Test
  void joinsTheConditionsThatAreThere() {
    Template template =
        Template.parse(
            "WHERE {{ sql_and(duration__gte=Int32(d), name__in=Array(names), kind__eq=String(kind, 'x')) }}");

    assertThat(template.render(request("names", "a,b")).sql())
        .isEqualTo("WHERE `name` IN {p0:Array(String)} AND `kind` = {p1:String}");
    assertThat(render("WHERE {{ sql_and(a__lt=Int32(a)) }}", Map.of()).sql()).isEqualTo("WHERE 1");
  }

  @Test
  void refusesTheRequestInTheTemplatesOwnWords() {
    TemplateErrorException plain =
        catchThrowableOfType(
            TemplateErrorException.class,
            () -> render("{% if not defined(a) %}{{ error('give a') }}{% end %}", Map.of()));
    TemplateErrorException custom =
        catchThrowableOfType(
            TemplateErrorException.class,
            () ->
                render(
                    "{{ custom_error({'error': 'no ' + String(a), 'code': 7}, 422) }}",
                    request("a", "x")));

    assertThat(plain).hasMessage("give a");
    assertThat(plain.status()).isEqualTo(400);
    assertThat(custom.status()).isEqualTo(422);
    assertThat(custom.fields())
        .containsEntry("error", "no x")
        .containsEntry("code", new java.math.BigDecimal(7));
  }

  @Test
  void refusesValuesOutsideAnEnumeration() {
    Template template = Template.parse("{{ String(x, 'a', enum=['a', 'b']) }}");

    assertThat(template.render(request("x", "b")).parameters()).containsValue(Parameter.of("b"));
    assertThatThrownBy(() -> template.render(request("x", "c")))
        .isInstanceOf(MalformedParameterException.class)
        .hasMessage("The parameter `x` is `c`; one of a, b is expected.");
  }

  @Test
  void bindsWhatHasNoTypeByWhatItIs() {
    assertThat(
            render(
                    "{{ x }} {{ 'a' }} {{ 2 }} {{ 2.5 }} {{ True }} {{ None }} {{ [1, 2] }} {{ ['a'] }} {{ [0.5] }}",
                    request("x", "v"))
                .sql())
        .isEqualTo(
            "{p0:String} {p1:String} {p2:Int64} {p3:Float64} {p4:Bool} NULL {p5:Array(Int64)} {p6:Array(String)} {p7:Array(Float64)}");
  }

  @Test
  void leavesEverythingElseAsItStands() {
    String sql =
        "SELECT {a:String}, map('k', 1), '%d' -- it's {\n/* \" */ FROM t {{! {%! {# gone {{ #}";

    assertThat(render(sql, Map.of()).sql())
        .isEqualTo("SELECT {a:String}, map('k', 1), '%d' -- it's {\n/* \" */ FROM t {{ {% ");
  }

  static RenderedSql render(String template, Map<String, List<String>> request) {
    return Template.parse(template).render(request);
  }

  static Map<String, List<String>> request(String... pairs) {
    Map<String, List<String>> request = new java.util.HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      request.put(pairs[i], List.of(pairs[i + 1]));
    }
    return request;
  }
}
