package dev.nightjar.server.route;

import dev.nightjar.server.http.Access;
import dev.nightjar.server.http.Answer;
import dev.nightjar.server.http.Api;
import dev.nightjar.server.http.Exchange;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.http.Json;
import dev.nightjar.server.live.Tags;
import dev.nightjar.server.live.Tags.Tag;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** {@code /v0/tags}, as the classic client keeps the TAGS of its files. */
public final class TagRoutes {
  private static final int MOST = 1_000;
  private static final int LONGEST_NAME = 200;

  private final Tags tags;

  public TagRoutes(Tags tags) {
    this.tags = tags;
  }

  /** Adds the routes. */
  public void addTo(Api api) {
    api.get("/v0/tags", Access.WORKSPACE, this::list);
    api.post("/v0/tags", Access.WORKSPACE, this::create);
    api.put("/v0/tags/{name}", Access.WORKSPACE, this::change);
    api.delete("/v0/tags/{name}", Access.WORKSPACE, this::delete);
  }

  private Answer list(Exchange exchange) {
    return Answer.ok(
        Json.object(
            "tags", tags.list(exchange.workspace()).stream().map(TagRoutes::json).toList()));
  }

  private Answer create(Exchange exchange) {
    JsonNode body = Json.parse(exchange.text());
    String name = body.path("name").asString("").strip();
    if (name.isEmpty() || name.length() > LONGEST_NAME) {
      throw HttpProblem.badRequest(
          "A tag has a name of at most " + LONGEST_NAME + " characters: {\"name\": \"…\"}.");
    }
    List<Tag> there = tags.list(exchange.workspace());
    if (there.stream().anyMatch(tag -> tag.name().equals(name))) {
      throw HttpProblem.conflict("There is a tag '" + name + "' already.");
    }
    if (there.size() >= MOST) {
      throw HttpProblem.badRequest("A workspace has at most " + MOST + " tags. Delete one first.");
    }
    return set(exchange, name, body.path("resources"));
  }

  private Answer change(Exchange exchange) {
    Tag tag = require(exchange);
    return set(exchange, tag.name(), Json.parse(exchange.text()).path("resources"));
  }

  private Answer set(Exchange exchange, String name, JsonNode resources) {
    if (!resources.isMissingNode() && !resources.isArray()) {
      throw HttpProblem.badRequest("The resources of a tag are a list of {id, name, type}.");
    }
    Tag tag = new Tag(name, resources.isArray() ? resources.toString() : "[]");
    tags.set(exchange.workspace(), tag);
    return Answer.ok(json(tag));
  }

  private Answer delete(Exchange exchange) {
    tags.delete(exchange.workspace(), require(exchange).name());
    return Answer.ok(Json.object());
  }

  private Tag require(Exchange exchange) {
    String name = exchange.path("name");
    return tags.find(exchange.workspace(), name)
        .orElseThrow(() -> HttpProblem.notFound("There is no tag '" + name + "'."));
  }

  private static Map<String, Object> json(Tag tag) {
    return Json.object("name", tag.name(), "resources", Json.parse(tag.resources()));
  }
}
