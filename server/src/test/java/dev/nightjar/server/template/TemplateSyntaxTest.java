package dev.nightjar.server.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of texts that are no templates. */
class TemplateSyntaxTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{{ Strin(x) }}           | 4  | There is no function `Strin` in templates.",
        "{{ String(x }}           | 13 | `,` is missing here.",
        "{{ String() }}           | 4  | It is called as `String(name, default)`.",
        "{{ String(x, 1, 2) }}    | 4  | It is called as `String(name, default)`.",
        "{{ String(x, foo=1) }}   | 4  | `String` has no argument `foo`.",
        "{{ String(x, required=1, required=2) }} | 26 | `required` is given twice.",
        "{{ String(required=1, x) }} | 23 | Arguments without a name come before those with one.",
        "{{ Array(x, 'Strang', 1) }} | 4 | The second argument of `Array` is a type in quotes",
        "{{ column('x') }}        | 4  | `column` is given the name of a parameter.",
        "{{ columns(x, fn='sum(') }} | 4 | `fn` is the name of a function in quotes",
        "{{ columns(x, fn=y) }}   | 4  | `fn` is the name of a function in quotes",
        "{{ defined('x') }}       | 4  | It is called as `defined(name)`.",
        "{{ sql_and(a__like=1) }} | 4  | `a__like` is not a condition.",
        "{{ x.__class__() }}      | 5  | There is no method `__class__` in templates.",
        "{{ x.y }}                | 8  | `(` is missing here.",
        "{{ }}                    | 4  | A value is missing here.",
        "{{ 1 2 }}                | 6  | The end of the tag is expected here, not `2`.",
        "{{ a $ b }}              | 6  | `$` is not expected in a template's tag.",
        "{{ x                     | 1  | The tag `{{` is not closed with `}}`.",
        "{% if x                  | 1  | The tag `{%` is not closed with `%}`.",
        "{# x                     | 1  | The comment `{#` is not closed with `#}`.",
        "{{ 'x }}                 | 4  | A quote in this tag is not closed.",
        "{% if x %}               | 4  | This tag is not closed with `{% end %}`.",
        "{% end %}                | 4  | There is no tag open that this would close.",
        "{% else %}               | 4  | There is no `{% if %}` that this belongs to.",
        "{% for x in y %}{% else %}{% end %} | 20 | There is no `{% if %}` that this belongs to.",
        "{% if x %}{% else %}{% elif y %}{% end %} | 24 | There is no `{% if %}` that this belongs to.",
        "{% if x %}{% endif %}    | 14 | `endif` closes nothing here: every tag is closed with `{% end %}`.",
        "{% elseif x %}           | 4  | `elseif` is written `elif`.",
        "{% while True %}         | 4  | `while` is not a tag.",
        "{% import os %}          | 4  | `import` is not a tag.",
        "{% raw x %}              | 4  | `raw` is not a tag.",
        "{% %}                    | 4  | A tag begins with if, elif, else, for, set or end.",
        "{% set 1 = 2 %}          | 8  | A name is expected here, not `1`.",
        "{% for in x %}           | 8  | A name is expected here, not `in`.",
        "'{{ String(x) }}'        | 2  | A value cannot stand inside quotes",
        "`{{ column(x) }}`        | 2  | A value cannot stand inside quotes",
        "{{ lambda x }}           | 4  | A name is expected here, not `lambda`."
      })
  void saysWhatIsWrongAndWhere(String template, int column, String message) {
    TemplateSyntaxException refused =
        catchThrowableOfType(TemplateSyntaxException.class, () -> Template.parse("\n" + template));

    assertThat(refused).as(template).isNotNull();
    assertThat(refused).hasMessageContaining(message);
    assertThat(refused.line()).isEqualTo(2);
    assertThat(refused.column()).isEqualTo(column);
  }

  @Test
  void countsPlacesFromTheMarkOfATemplate() {
    TemplateSyntaxException refused =
        catchThrowableOfType(
            TemplateSyntaxException.class, () -> Template.parse("%\nSELECT\n  {{ Nope(x) }}"));

    assertThat(refused.line()).isEqualTo(3);
    assertThat(refused.column()).isEqualTo(6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"(", "[", "not ", "-", "[[", "x[", "1 if ", "{'a': ", "String(", "{% if x %}"})
  void refusesDeepNestingWithoutRunningOutOfStack(String piece) {
    String nested = piece.repeat(100_000);
    String template = piece.startsWith("{%") ? nested : "{{ " + nested + " }}";

    assertThat(catchThrowableOfType(TemplateSyntaxException.class, () -> Template.parse(template)))
        .isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1 + ", "x or ", "1 * ", "not x and "})
  void refusesLongChainsWithoutRunningOutOfStack(String piece) {
    String template = "{{ " + piece.repeat(100_000) + "1 }}";

    assertThat(catchThrowableOfType(TemplateSyntaxException.class, () -> Template.parse(template)))
        .hasMessage("This expression is too long.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x[0]", ".lower()"})
  void readsLongChainsOfElementsOrRefusesThem(String piece) {
    String chain =
        piece.startsWith("x") ? "x" + "[0]".repeat(100_000) : "x" + piece.repeat(100_000);

    assertThat(
            catchThrowableOfType(
                TemplateSyntaxException.class, () -> Template.parse("{{ " + chain + " }}")))
        .isNotNull();
  }

  @Property(tries = 3000)
  void throwsNothingButItsOwnExceptions(@ForAll("templates") String template) {
    try {
      Template.parse(template).render(java.util.Map.of("x", java.util.List.of("1")));
    } catch (TemplateException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @Provide
  Arbitrary<String> templates() {
    return Arbitraries.of(
            "{{",
            "}}",
            "{%",
            "%}",
            "{#",
            "#}",
            " if ",
            " else ",
            " elif ",
            " for ",
            " in ",
            " set ",
            " end ",
            "x",
            "y",
            " = ",
            "==",
            "String(",
            "Int32(",
            "Array(",
            "column(",
            "JSON(",
            "defined(",
            "sql_and(",
            "error(",
            ")",
            "(",
            "[",
            "]",
            "{",
            "}",
            "'a'",
            "'",
            "\"",
            ",",
            ".",
            "get(",
            "lower(",
            "1",
            "0",
            "1e9",
            "+",
            "-",
            "*",
            "/",
            "//",
            "%",
            " not ",
            " and ",
            "required=",
            "default=",
            "a__in=",
            "\n",
            "SELECT ",
            "`",
            "--",
            "/*",
            "\\",
            "None",
            "True",
            "é",
            "😀")
        .list()
        .ofMaxSize(20)
        .map(pieces -> String.join("", pieces));
  }
}
