package dev.nightjar.server.route;

import dev.nightjar.project.FileKind;
import dev.nightjar.project.PipeFile;
import dev.nightjar.server.http.Access;
import dev.nightjar.server.http.Answer;
import dev.nightjar.server.http.Api;
import dev.nightjar.server.http.Exchange;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.live.LiveResource;
import dev.nightjar.server.live.LiveSet;
import dev.nightjar.server.live.LiveSets;
import dev.nightjar.server.openapi.DescribedEndpoint;
import dev.nightjar.server.openapi.OpenApi;
import dev.nightjar.server.query.EndpointDescriptions;
import dev.nightjar.server.query.ResultFormat;
import dev.nightjar.server.rights.Permission;
import dev.nightjar.server.template.TemplateParameter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What endpoints there are: {@code /v0/pipes/openapi.json}, and {@code /examples/query.http}, whose
 * requests {@code tb endpoint url} shows.
 */
public final class EndpointRoutes {
  private final LiveSets liveSets;
  private final EndpointDescriptions descriptions;

  public EndpointRoutes(LiveSets liveSets, EndpointDescriptions descriptions) {
    this.liveSets = liveSets;
    this.descriptions = descriptions;
  }

  /** Adds the routes; before those of pipes, one of which could be named openapi. */
  public void addTo(Api api) {
    api.get("/v0/pipes/openapi.json", Access.SCOPED, this::openApi);
    api.get("/examples/query.http", Access.SCOPED, this::examples);
  }

  private Answer openApi(Exchange exchange) {
    LiveSet live = liveSets.of(exchange.workspace());
    List<DescribedEndpoint> endpoints =
        live.project().pipes().keySet().stream()
            .filter(name -> exchange.rights().allow(Permission.PIPES_READ, name))
            .sorted()
            .flatMap(name -> live.endpoint(name).stream())
            .map(pipe -> descriptions.describe(exchange.workspace(), live, pipe))
            .toList();
    return Answer.ok(OpenApi.of(exchange.workspace().name(), version(live), endpoints));
  }

  /** When the newest of the pipes was deployed. */
  private static String version(LiveSet live) {
    return live.resources().stream()
        .filter(resource -> resource.kind() == FileKind.PIPE)
        .map(LiveResource::updatedAt)
        .max(Comparator.naturalOrder())
        .orElse(Instant.EPOCH)
        .toString();
  }

  private Answer examples(Exchange exchange) {
    String base = exchange.url("");
    String format = exchange.query().first("format").orElse("json");
    if (ResultFormat.ofExtension(format).isEmpty()) {
      throw HttpProblem.badRequest("There is no format '" + format.replaceAll("\\W", "?") + "'.");
    }
    Optional<String> pipe = exchange.query().first("pipe").filter(name -> !name.isEmpty());
    String url =
        base + pipe.map(name -> endpoint(exchange, name, format)).orElseGet(() -> sql(exchange));
    return Answer.text("GET " + url + "\n");
  }

  private String endpoint(Exchange exchange, String name, String format) {
    exchange.require(Permission.PIPES_READ, name);
    LiveSet live = liveSets.of(exchange.workspace());
    PipeFile pipe =
        live.endpoint(name)
            .orElseThrow(() -> HttpProblem.notFound("There is no endpoint '" + name + "'."));
    return "/v0/pipes/"
        + name
        + "."
        + format
        + query(
            exchange,
            descriptions.parameters(live, pipe).stream()
                .map(EndpointRoutes::stated)
                .collect(Collectors.joining("&")));
  }

  private static String sql(Exchange exchange) {
    return "/v0/sql" + query(exchange, "q=" + encoded(exchange.query().first("q").orElse("")));
  }

  private static String query(Exchange exchange, String parameters) {
    String token =
        exchange.query().first("token").map(value -> "token=" + encoded(value)).orElse("");
    String both =
        parameters.isEmpty() || token.isEmpty() ? parameters + token : parameters + "&" + token;
    return both.isEmpty() ? "" : "?" + both;
  }

  private static String stated(TemplateParameter parameter) {
    return encoded(parameter.name())
        + "="
        + encoded(parameter.example().or(parameter::defaultValue).orElse(""));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
