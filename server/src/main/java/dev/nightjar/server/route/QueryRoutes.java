package dev.nightjar.server.route;

import dev.nightjar.project.PipeFile;
import dev.nightjar.server.http.Access;
import dev.nightjar.server.http.Answer;
import dev.nightjar.server.http.Api;
import dev.nightjar.server.http.Exchange;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.http.Json;
import dev.nightjar.server.http.Parameters;
import dev.nightjar.server.live.LiveSets;
import dev.nightjar.server.query.EndpointQuery;
import dev.nightjar.server.query.QueryRequest;
import dev.nightjar.server.query.QueryService;
import dev.nightjar.server.query.ResultFormat;
import dev.nightjar.server.rights.Permission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** {@code /v0/sql} and {@code /v0/pipes/NAME.format}. */
public final class QueryRoutes {
  /** Far more than a query may have. */
  private static final int LARGEST_BODY = 2 << 20;

  private static final Pattern BEGINS_AS_SQL = Pattern.compile("(?i)\\s*(select|with)\\s");

  private final LiveSets liveSets;
  private final QueryService queries;

  public QueryRoutes(LiveSets liveSets, QueryService queries) {
    this.liveSets = liveSets;
    this.queries = queries;
  }

  /** Adds the routes. */
  public void addTo(Api api) {
    api.get("/v0/sql", Access.SCOPED, this::sql);
    api.post("/v0/sql", Access.SCOPED, this::sql);
  }

  private Answer sql(Exchange exchange) {
    String body = exchange.text(LARGEST_BODY);
    // curl -d calls whatever it sends a form; in one there are no spaces
    boolean isForm = exchange.isForm() && !BEGINS_AS_SQL.matcher(body).lookingAt();
    Parameters parameters =
        isForm ? Parameters.parse(body).orElse(exchange.query()) : exchange.query();
    String sql = parameters.first("q").orElse(isForm ? "" : body);
    return queries.sql(request(exchange, parameters), sql);
  }

  /** Answers an endpoint in a format; the pipe's routes hand over what has such an extension. */
  Answer endpoint(Exchange exchange, String name, ResultFormat format) {
    exchange.require(Permission.PIPES_READ, name);
    PipeFile pipe =
        liveSets
            .of(exchange.workspace())
            .endpoint(name)
            .orElseThrow(() ->
                HttpProblem.notFound(
                    "There is no endpoint '" + name + "': no pipe of that name is published."));
    Parameters parameters = body(exchange);
    Optional<String> sql =
        parameters
            .first("q")
            .filter(text ->
                !text.isBlank()
                    && !EndpointQuery.isParameterOf(liveSets.of(exchange.workspace()), pipe));
    return sql.isPresent()
        ? queries.sql(
            request(exchange, parameters), EndpointQuery.over(pipe.name(), sql.get(), format))
        : queries.endpoint(request(exchange, parameters), pipe, format);
  }

  private QueryRequest request(Exchange exchange, Parameters parameters) {
    Map<String, List<String>> stated = new LinkedHashMap<>(parameters.values());
    stated.remove("token");
    return new QueryRequest(
        exchange.workspace(),
        liveSets.of(exchange.workspace()),
        exchange.rights(),
        exchange.tokenName(),
        exchange.tokenKey(),
        new Parameters(stated),
        exchange.method(),
        exchange.requestedPath(),
        exchange.client());
  }

  /**
   * Parameters of an endpoint come in the query, in a form, or in a JSON object, which {@code curl
   * -d} sends as a form.
   */
  private static Parameters body(Exchange exchange) {
    String text = exchange.text(LARGEST_BODY).strip();
    if (text.startsWith("{")) {
      return json(text).orElse(exchange.query());
    }
    if (exchange.isForm()) {
      return Parameters.parse(text).orElse(exchange.query());
    }
    if (!text.isEmpty()) {
      throw HttpProblem.badRequest(
          "The body is neither a form nor a JSON object. Send parameters as one of them, and SQL to"
              + " /v0/sql.");
    }
    return exchange.query();
  }

  private static Parameters json(String text) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    Json.parse(text)
        .propertyStream()
        .forEach(field -> values.put(field.getKey(), values(field.getValue())));
    return new Parameters(values);
  }

  private static List<String> values(JsonNode node) {
    if (!node.isArray()) {
      return List.of(node.isValueNode() ? node.asString() : node.toString());
    }
    List<String> values = new ArrayList<>();
    node.forEach(item -> values.add(item.isValueNode() ? item.asString() : item.toString()));
    return values;
  }
}
