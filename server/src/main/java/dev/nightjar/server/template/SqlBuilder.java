package dev.nightjar.server.template;

import dev.nightjar.clickhouse.Parameter;
import dev.nightjar.clickhouse.Sql;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts the query together: the template's own text, placeholders, and quoted names of columns. */
final class SqlBuilder {
  private static final int LONGEST = 4 << 20;

  private final StringBuilder sql = new StringBuilder();
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final String prefix;

  /** The texts of the value that is being written, if nobody may read it. */
  private Set<String> secretTexts = Set.of();

  SqlBuilder(String prefix) {
    this.prefix = prefix;
  }

  void text(Place place, String text) {
    sql.append(text);
    if (sql.length() > LONGEST) {
      throw new TemplateEvaluationException(place, "the query becomes longer than 4 MB.");
    }
  }

  /**
   * Writes a value that was computed with a secret, which is known of its placeholders then.
   *
   * @throws TemplateEvaluationException for names of columns: they would be told with any error
   */
  void secretValue(Place place, Datum datum) {
    if (datum instanceof Datum.Columns) {
      throw new TemplateEvaluationException(place, "a secret cannot name a column.");
    }
    secretTexts = Texts.of(datum);
    value(place, datum);
    secretTexts = Set.of();
  }

  /**
   * Writes a value in the only ways that there are: as a placeholder, as quoted names, or as NULL.
   */
  void value(Place place, Datum datum) {
    switch (datum) {
      case Datum.Nothing _ -> {
        // it is a hint, not a value
      }
      case Datum.None _ -> text(place, "NULL");
      case Datum.Undefined(String name) -> throw new MissingParameterException(name);
      case Datum.Typed typed -> text(place, placeholder(typed.type(), typed.parameter()));
      case Datum.Text(String text) -> text(place, placeholder("String", Parameter.of(text)));
      case Datum.Flag(boolean value) ->
          text(place, placeholder("Bool", Parameter.of(String.valueOf(value))));
      case Datum.Number(BigDecimal number) ->
          text(place, placeholder(typeOf(number), Parameter.of(plain(place, number))));
      case Datum.Elements(List<Datum> elements) -> elements(place, elements);
      case Datum.Columns(List<String> names, String function) ->
          text(
              place,
              names.stream()
                  .map(SqlBuilder::quoted)
                  .map(name -> function.isEmpty() ? name : function + "(" + name + ")")
                  .collect(Collectors.joining(", ")));
      case Datum.Conditions(List<Datum.Condition> conditions) -> conditions(place, conditions);
      case Datum.Entries _ ->
          throw new TemplateEvaluationException(place, "an object is no value of a query.");
    }
  }

  RenderedSql build() {
    return new RenderedSql(sql.toString(), parameters);
  }

  private void conditions(Place place, List<Datum.Condition> conditions) {
    if (conditions.isEmpty()) {
      text(place, "1");
      return;
    }
    String between = "";
    for (Datum.Condition condition : conditions) {
      text(place, between + quoted(condition.column()) + " " + condition.operator() + " ");
      value(place, condition.value());
      between = " AND ";
    }
  }

  private void elements(Place place, List<Datum> elements) {
    List<Datum> plain = elements.stream().map(Datum::plain).toList();
    boolean numbers =
        !plain.isEmpty() && plain.stream().allMatch(element -> element instanceof Datum.Number);
    if (numbers) {
      List<BigDecimal> values =
          plain.stream().map(element -> ((Datum.Number) element).value()).toList();
      boolean whole = values.stream().allMatch(value -> typeOf(value).equals("Int64"));
      text(
          place,
          placeholder(
              whole ? "Array(Int64)" : "Array(Float64)",
              Parameter.ofNumbers(values.stream().map(value -> plain(place, value)).toList())));
    } else if (plain.stream().allMatch(element -> element instanceof Datum.Text)) {
      text(
          place,
          placeholder(
              "Array(String)",
              Parameter.ofArray(
                  plain.stream().map(element -> ((Datum.Text) element).text()).toList())));
    } else {
      throw new TemplateEvaluationException(
          place, "a list of different things is no value of a query.");
    }
  }

  /** A placeholder of its own for each value, so that the text depends on no value. */
  private String placeholder(String type, Parameter parameter) {
    String name = prefix + parameters.size();
    parameters.put(name, parameter.withSecrets(secretTexts));
    return "{" + name + ":" + type + "}";
  }

  private static String typeOf(BigDecimal number) {
    boolean whole =
        number.stripTrailingZeros().scale() <= 0
            && number.abs().compareTo(new BigDecimal(BigInteger.TWO.pow(63))) < 0;
    return whole ? "Int64" : "Float64";
  }

  private static String plain(Place place, BigDecimal number) {
    if (!typeOf(number).equals("Int64") && !Double.isFinite(number.doubleValue())) {
      throw new TemplateEvaluationException(place, "this number is too large.");
    }
    return typeOf(number).equals("Int64")
        ? number.stripTrailingZeros().toBigInteger().toString()
        : number.toString();
  }

  private static String quoted(String column) {
    return List.of(column.split("\\.", -1)).stream()
        .map(Sql::identifier)
        .collect(Collectors.joining("."));
  }
}
