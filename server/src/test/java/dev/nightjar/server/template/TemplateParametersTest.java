package dev.nightjar.server.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TemplateParametersTest {

  @Test
  void listsDeclaredParametersInOrder() {
    assertThat(
            of(
                """
                SELECT {{ Int32(limit, 10, description='how many') }}, {{ Array(ids, 'Int64', default='1,2') }},
                  {{ String(name) }}, {{ Boolean(flag, True) }}, {{ Integer(n, -5) }}, {{ column(c, 'id') }},
                  {{ Float64(f, required=False) }}, {{ DateTime(t, x) }}
                {% if defined(other) %} {{ Date(day, required=True) }} {% end %}
                """))
        .containsExactly(
            parameter("limit", "Int32", "10", false, "how many"),
            parameter("ids", "Array(Int64)", "1,2", false, null),
            parameter("name", "String", null, true, null),
            parameter("flag", "Boolean", "true", false, null),
            parameter("n", "Int32", "-5", false, null),
            parameter("c", "column", "id", false, null),
            parameter("f", "Float64", null, false, null),
            parameter("t", "DateTime", null, false, null),
            parameter("day", "Date", null, true, null));
  }

  @Test
  void unitesSeveralDeclarationsOfOneParameter() {
    assertThat(
            of(
                "{{ String(x, 'a', description='first') }} {{ Int32(x) }} {{ Int64(x, 7, description='') }}"))
        .containsExactly(parameter("x", "Int64", "7", false, "first"));
    assertThat(of("{{ String(x) }} {{ String(x) }}"))
        .containsExactly(parameter("x", "String", null, true, null));
  }

  @Test
  void tellsWhichValuesThereAreAndOneOfThem() {
    TemplateParameter parameter =
        of("{{ String(size, 's', enum=['s', 'm'], example='m') }}").getFirst();

    assertThat(parameter.allowed()).containsExactly("s", "m");
    assertThat(parameter.example()).contains("m");
  }

  @Test
  void findsParametersEverywhereButNoVariables() {
    assertThat(
            of(
                """
                {% set v = String(a) %}{% for e in Array(b) %}{{ String(e) }}{% if Int32(c) > 1 %}{% elif Int8(d) %}
                {% else %}{{ sql_and(x__in=Array(f, 'UUID')) }}{% end %}{% end %}{{ String(v) }}{{ Int32(JSON(j)['k']) }}
                {{ 1 if UInt8(g) else [UInt16(h)] }}\
                """))
        .extracting(TemplateParameter::name)
        .containsExactly("a", "b", "c", "d", "f", "j", "g", "h");
  }

  @Test
  void namesWhateverMayComeFromTheRequest() {
    assertThat(
            Template.parse(
                    "{% if defined(a) and b %}{% for c in d %}{{ String(e) }}{{ c }}{% end %}{% end %}")
                .names())
        .containsExactlyInAnyOrder("a", "b", "d", "e");
  }

  private static List<TemplateParameter> of(String template) {
    return TemplateParameters.of(Template.parse(template));
  }

  private static TemplateParameter parameter(
      String name, String type, String value, boolean required, String description) {
    return new TemplateParameter(
        name,
        type,
        Optional.ofNullable(value),
        required,
        Optional.ofNullable(description),
        List.of(),
        Optional.empty());
  }
}
