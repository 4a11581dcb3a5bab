package dev.nightjar.server.template;

import static dev.nightjar.server.template.TemplateTest.render;
import static dev.nightjar.server.template.TemplateTest.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.clickhouse.Parameter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rendering: conditions, branches, loops and variables, and what is impossible in them. */
class TemplateControlTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "a == 'x'                                  | yes",
        "a != 'x'                                  | no",
        "a == 'x' and b == '7'                     | yes",
        "a == 'y' or Int32(b) > 6                  | yes",
        "not defined(zz)                           | yes",
        "defined(a) and not (a in ['y', 'z'])      | yes",
        "a in 'xyz'                                | yes",
        "'q' not in a                              | yes",
        "Int32(b) + 3 * 2 == 13                    | yes",
        "(Int32(b) + 3) * 2 == 20                  | yes",
        "-Int32(b) // 2 == -4                      | yes",
        "Int32(b) % 4 == 3 and 7 / 2 == 3.5        | yes",
        "1 <= Int32(b) and Int32(b) < 8            | yes",
        "Boolean(t) == True                        | yes",
        "Boolean(t) and b                          | yes",
        "zz                                        | no",
        "zz == None                                | yes",
        "zz is None and a is not None              | yes",
        "String(a, 'q') == 'x'                     | yes",
        "Date(d) >= '2024-01-01'                   | yes",
        "len(Array(l)) == 3 and 'b' in Array(l)    | yes",
        "JSON(j)['k'][1] == 2                      | yes",
        "JSON(j).get('zz', 5) == 5 and 'k' in JSON(j) | yes",
        "a.upper() == 'X' and l.split(',')[-1] == 'c' | yes",
        "l.startswith('a') and not l.endswith('a') | yes",
        "('x' if defined(a) else 'y') == a         | yes",
        "[1, 2] == (1, 2)                          | yes",
        "''                                        | no",
        "0 or [] or {}                             | no",
        "'it\\'s' == \"it's\"                      | yes"
      })
  void evaluatesConditions(String condition, String branch) {
    RenderedSql sql =
        render(
            "{% if " + condition + " %}yes{% else %}no{% end %}",
            request(
                "a",
                "x",
                "b",
                "7",
                "t",
                "1",
                "d",
                "2024-05-01",
                "l",
                "a,b,c",
                "j",
                "{\"k\":[1,2]}"));

    assertThat(sql.sql()).isEqualTo(branch);
    assertThat(sql.parameters()).isEmpty();
  }

  @Test
  void choosesTheFirstBranchThatHolds() {
    Template template =
        Template.parse(
            "{% if x == '1' %}one{% elif x == '2' %}two{% elif x == '2' %}never{% else %}many{% end %}");

    assertThat(template.render(request("x", "1")).sql()).isEqualTo("one");
    assertThat(template.render(request("x", "2")).sql()).isEqualTo("two");
    assertThat(template.render(request("x", "9")).sql()).isEqualTo("many");
  }

  @Test
  void loopsAndSetsVariables() {
    RenderedSql sql =
        render(
            """
            {% set n = Int32(limit, 10) %}{% for c in Array(ids, 'Int64') %}id = {{ c }} OR {% end %}0 LIMIT {{ n }}, {{ n + 1 }}\
            """,
            request("ids", "5,6"));

    assertThat(sql.sql())
        .isEqualTo("id = {p0:Int64} OR id = {p1:Int64} OR 0 LIMIT {p2:Int32}, {p3:Int64}");
    assertThat(sql.parameters())
        .containsEntry("p1", Parameter.of("6"))
        .containsEntry("p3", Parameter.of("11"));
    assertThat(
            render(
                    "{% for f in JSON(filters) %}{{ String(f['v']) }} {{ Int32(f.get('n', 1)) }},{% end %}",
                    request("filters", "[{\"v\":\"a\"},{\"v\":\"b\",\"n\":2}]"))
                .sql())
        .isEqualTo("{p0:String} {p1:Int32},{p2:String} {p3:Int32},");
    assertThat(render("{% for k, v in [['a', 1]] %}{{ k }}{{ v }}{% end %}", Map.of()).sql())
        .isEqualTo("{p0:String}{p1:Int64}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% if Int32(a) > 'x' %}{% end %}",
        "{{ {'a': 1} }}",
        "{{ [1, 'a'] }}",
        "{{ 'a' * 2 }}",
        "{{ 1 / 0 }}",
        "{{ [1][5] }}",
        "{% for x in 5 %}{% end %}",
        "{% for x, y in [[1]] %}{% end %}",
        "{{ a['k'] }}",
        "{{ -'a' }}",
        "{{ 1 in 2 }}",
        "{% set s = 'aaaaaaaaaaaaaaaa' %}{% for x in Array(many) %}{% set s = s + s %}{% end %}",
        "{% for x in Array(many) %}{% for y in Array(many) %}{% for z in Array(many) %}{% end %}{% end %}{% end %}"
      })
  void saysWhereATemplateDoesTheImpossible(String template) {
    Map<String, List<String>> request = request("a", "7", "many", "1,".repeat(100));

    assertThatThrownBy(() -> render(template, request))
        .isInstanceOf(TemplateEvaluationException.class)
        .hasMessageStartingWith("Line 1, column ");
  }
}
