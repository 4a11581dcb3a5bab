package dev.nightjar.server.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.clickhouse.CancelledException;
import dev.nightjar.clickhouse.Parameter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BuiltInsTest {

  @Test
  void listsAreMadeOfTextsAndTheirLastElementIsKnown() {
    String template =
        "SELECT {% for last, x in enumerate_with_last(split_to_array(attr, 'amount, units')) %}"
            + "sum({{ symbol(x) }}){% if not last %}, {% end %}{% end %}";

    assertThat(render(template, Map.of()).sql()).isEqualTo("SELECT sum(`amount`), sum(`units`)");
    assertThat(render(template, Map.of("attr", List.of("a,b,c"))).sql())
        .isEqualTo("SELECT sum(`a`), sum(`b`), sum(`c`)");
    assertThatThrownBy(() -> render(template, Map.of("attr", List.of("a`) FROM secret --"))))
        .isInstanceOf(MalformedParameterException.class);
  }

  @Test
  void aListMayHaveAnotherSeparator() {
    assertThat(
            values("{% for x in split_to_array(a, separator='|') %}{{ x }} {% end %}", "a", "x|y"))
        .isEqualTo("x y");
    assertThatThrownBy(() -> values("{{ split_to_array(a) }}", "b", "x"))
        .isInstanceOf(MissingParameterException.class)
        .hasMessageContaining("`a`");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "date_diff_in_seconds(a, b)|2026-01-01 00:00:00|2026-01-01 00:01:05|65",
        "date_diff_in_seconds(a, b)|2026-01-01 00:01:05|2026-01-01 00:00:00|65",
        "date_diff_in_minutes(a, b)|2026-01-01 00:00:00|2026-01-01 00:01:59|1",
        "date_diff_in_hours(a, b)|2026-01-01 00:00:00|2026-01-02 01:59:59|25",
        "date_diff_in_days(a, b, date_format='%Y-%m-%d')|2026-01-01|2026-03-01|59",
        "date_diff_in_days(a, b, '%Y-%m-%d %H:%M:%S', '%Y-%m-%d')|2026-01-01|2026-01-09 00:00:00|8",
        "date_diff_in_seconds(a, b, date_format='%Y-%m-%dT%H:%M:%S.%fZ')|2026-01-01T00:00:00.5Z|2026-01-01T00:00:09.75Z|9"
      })
  void datesLieSoFarApart(String call, String a, String b, String expected) {
    assertThat(values("{{ " + call + " }}", "a", a, "b", b)).isEqualTo(expected);
  }

  @Test
  void aDateThatIsNoneIsNamed() {
    assertThatThrownBy(() -> values("{{ date_diff_in_days(a, b) }}", "a", "soon", "b", "later"))
        .isInstanceOf(MalformedParameterException.class)
        .hasMessageContaining("`a` is `soon`; a date as %Y-%m-%d %H:%M:%S is expected");
    assertThat(
            render(
                    "{% if date_diff_in_days(a, b, none_if_error=True) is None %}none{% end %}",
                    Map.of("a", List.of("soon"), "b", List.of("later")))
                .sql())
        .isEqualTo("none");
  }

  @Test
  void patternsOfLikeAreBoundAsTheyAre() {
    assertThat(values("x LIKE {{ sql_unescape(String(a), '%') }}", "a", "100%")).isEqualTo("100%");
  }

  @Test
  void secretsAreBoundAndNeverText() {
    Template template = Template.parse("SELECT {{ tb_secret('salt') }}");

    RenderedSql sql = template.render(Map.of(), "p", _ -> Optional.of("s3cr3t"));

    assertThat(sql.sql()).isEqualTo("SELECT {p0:String}");
    assertThat(sql.parameters()).containsEntry("p0", Parameter.of("s3cr3t"));
    assertThatThrownBy(() -> template.render(Map.of()))
        .hasMessageContaining("there is no secret `salt` here");
  }

  @Test
  void aHintWritesNothing() {
    assertThat(render("{{ max_threads(4) }}SELECT 1", Map.of()).sql()).isEqualTo("SELECT 1");
  }

  @Test
  void numbersAreCounted() {
    assertThat(values("{% for i in range(2, 8, 3) %}{{ i }} {% end %}")).isEqualTo("2 5");
    assertThat(values("{{ int('7') + 1 }}")).isEqualTo("8");
    assertThat(values("{{ ' or '.join(['a', 'b']).replace('or', 'and') }}")).isEqualTo("a and b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% for i in range(1000000000) %}{{ i }}{% end %}",
        "{% for i in range(9999) %}{% for j in range(9999) %}{% end %}{% end %}",
        "{% for i in split_to_array(a, 'x') %}{% set a = a + a %}{% end %}"
            + "{% set t = 'xxxxxxxxxxxxxxxx' %}{% for i in range(9000) %}{% set t = t + t %}{% end %}",
        "{% set t = 'aaaa' %}{% for i in range(100) %}{% set t = t.replace('a', 'aaaa') %}{% end %}",
        "{% set t = [1] %}{% for i in range(100) %}{% set t = t + t %}{% end %}",
        "{% for i in range(9000) %}"
            + "this is text that becomes the query "
            + "{% for j in range(20) %}and more, and more, and more, and more {% end %}{% end %}"
      })
  void whatWouldNeverEndIsRefused(String template) {
    assertThatThrownBy(() -> render(template, Map.of("a", List.of("x"))))
        .isInstanceOf(TemplateEvaluationException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e600000000", "1e-600000000", "{\"a\": [1e2000]}", "[0, -1E+999999999]"})
  void numbersBeyondAllMeasureAreNoParameters(String json) {
    assertThatThrownBy(() -> values("{{ int(JSON(x)) }}", "x", json))
        .isInstanceOf(MalformedParameterException.class)
        .hasMessageContaining("JSON, with numbers of at most 1,000 places");
    assertThat(values("{{ int(JSON(x)) }}", "x", "1e15")).isEqualTo("1000000000000000");
  }

  @Test
  void stepsOverLongTextsCountMore() {
    String template = "{% for i in range(9000) %}{% if s.upper() == 'A' %}{% end %}{% end %}";

    assertThat(values(template + "{{ s }}", "s", "short")).isEqualTo("short");
    assertThatThrownBy(() -> values(template, "s", "long".repeat(100_000)))
        .isInstanceOf(TemplateEvaluationException.class)
        .hasMessageContaining("too many steps");
  }

  @Test
  void aThreadThatIsInterruptedRendersNoFurther() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> values("{{ 1 + 1 }}")).isInstanceOf(CancelledException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{{ table(x) }}|a request cannot choose the table",
        "{{ cache_ttl('5s') }}|state `CACHE`",
        "{{ split_to_array() }}|It is called as `split_to_array(name, 'a,b')`",
        "{{ __import__('os') }}|no function `__import__`",
        "{% import os %}|`import` is not a tag",
        "{% raw x %}|`raw` is not a tag",
        "{% module x %}|`module` is not a tag",
        "{% while True %}{% end %}|`while` is not a tag"
      })
  void whatIsNotAvailableIsSaidWhenItIsRead(String template, String reason) {
    assertThatThrownBy(() -> Template.parse(template))
        .isInstanceOf(TemplateSyntaxException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void aThousandNestedTagsAreRefused() {
    assertThatThrownBy(
            () -> Template.parse("{% if a %}".repeat(1000) + "1" + "{% end %}".repeat(1000)))
        .isInstanceOf(TemplateSyntaxException.class)
        .hasMessageContaining("nested too deeply");
    assertThatThrownBy(
            () -> Template.parse("{{ " + "(".repeat(1000) + "1" + ")".repeat(1000) + " }}"))
        .isInstanceOf(TemplateSyntaxException.class)
        .hasMessageContaining("nested too deeply");
    assertThatThrownBy(() -> Template.parse("{{ " + "not ".repeat(5000) + "1 }}"))
        .isInstanceOf(TemplateSyntaxException.class);
  }

  private static RenderedSql render(String template, Map<String, List<String>> request) {
    return Template.parse(template).render(request);
  }

  /** The values that are bound, between blanks. */
  private static String values(String template, String... namesAndValues) {
    Map<String, List<String>> request = new java.util.HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      request.put(namesAndValues[i], List.of(namesAndValues[i + 1]));
    }
    return render(template, request).parameters().values().stream()
        .map(Parameter::encoded)
        .collect(Collectors.joining(" "));
  }
}
