package dev.nightjar.server.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an attacker puts into parameters never becomes text of the query. */
class InjectionTest {
  private static final String TEMPLATE =
      """
      SELECT {{ String(x, 'd') }}, {{ x }}, {{ Array(x) }}
      {% for e in Array(x) %}, {{ e }}, {{ String(e) }}{% end %}
      {% set y = x + 'suffix' %}, {{ y }}, {{ [x] }}, {{ x.upper() }}, {{ x.split('a') }}
      FROM t WHERE {{ sql_and(c__in=Array(x), d__eq=String(x)) }}
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'; DROP TABLE t; --",
        "' OR 1=1 --",
        "\\' OR 1=1 --",
        "\\",
        "x}",
        "{p0:String}",
        "{{ error('x') }}",
        "{% end %}",
        "/* ",
        "*/ UNION ALL SELECT * FROM system.users /*",
        "a\n; SELECT 1",
        "\0",
        "\u2028",
        "` FROM secrets",
        "\" FROM secrets",
        "\\N",
        "file('/etc/passwd')"
      })
  void keepsHostileValuesOutOfTheText(String value) {
    RenderedSql hostile = Template.parse(TEMPLATE).render(Map.of("x", List.of(value, value)));
    RenderedSql harmless = Template.parse(TEMPLATE).render(Map.of("x", List.of("qqq", "qqq")));

    assertThat(hostile.sql()).isEqualTo(harmless.sql());
  }

  @Property(tries = 1000)
  void writesTheSameTextWhateverTheValueIs(@ForAll String value) {
    String shape = "{{ String(a) }} {{ a }} {{ [a, a] }} {% if a != None %}{{ a + 'x' }}{% end %}";
    Map<String, List<String>> request = Map.of("a", List.of(value));

    assertThat(Template.parse(shape).render(request).sql())
        .isEqualTo("{p0:String} {p1:String} {p2:Array(String)} {p3:String}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id`",
        "id, (SELECT 1)",
        "id) FROM secrets --",
        "`id`",
        "\"id\"",
        "a.b.c",
        "a..b",
        ".a",
        "1a",
        "a b",
        "a\nb",
        "*",
        "",
        "id\\",
        "naïve",
        "id --",
        "\u0000",
        "1 (alias x)",
        "-a"
      })
  void takesNothingButPlainNamesAsColumns(String name) {
    for (String template :
        List.of("{{ column(c, 'id') }}", "{{ columns(c, 'id') }}", "{{ columns(c, fn='sum') }}")) {
      assertThatThrownBy(() -> Template.parse(template).render(Map.of("c", List.of(name))))
          .as(template + " with " + name)
          .isInstanceOf(MalformedParameterException.class)
          .hasMessageContaining("`c`");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1;DROP TABLE t", "1--", "0x1", "1)", "１", "1e1", "--1", "9999999999999999999"})
  void takesNothingButNumbersAsNumbers(String text) {
    assertThatThrownBy(() -> Template.parse("{{ Int32(x) }}").render(Map.of("x", List.of(text))))
        .isInstanceOf(MalformedParameterException.class);
    assertThatThrownBy(
            () -> Template.parse("{{ Array(x, 'Int32') }}").render(Map.of("x", List.of(text, "1"))))
        .isInstanceOf(MalformedParameterException.class);
  }
}
