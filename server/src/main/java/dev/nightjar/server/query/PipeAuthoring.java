package dev.nightjar.server.query;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.project.Node;
import dev.nightjar.project.NodeType;
import dev.nightjar.project.PipeFile;
import dev.nightjar.project.TokenGrant;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.http.Parameters;
import dev.nightjar.server.live.LiveSet;
import dev.nightjar.server.rights.Permission;
import dev.nightjar.server.rights.Rights;
import dev.nightjar.server.rights.Scope;
import dev.nightjar.server.template.TemplateSyntaxException;
import dev.nightjar.server.workspace.Workspace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which pipes a token without {@code ADMIN} may make: whoever may call an endpoint sees all that
 * its SQL reads, so that SQL must read nothing but what its author could read with a query of its
 * own, whatever a request's parameters are.
 */
public final class PipeAuthoring {
  private static final String SECRETS = "tb_secret";

  private final GatedSql.Maker maker;
  private final Templates templates = new Templates();

  /**
   * @param clickHouse resolves what a query reads
   * @param service what the server tells of itself
   */
  public PipeAuthoring(ClickHouse clickHouse, ServiceTables service) {
    this.maker = new GatedSql.Maker(clickHouse, service);
  }

  /**
   * Lets a token make a pipe, or put it in the place of the one of its name, or not.
   *
   * @param pipe as it is to be
   * @throws HttpProblem 403, with what it takes; 400 when its SQL makes no sense
   */
  public void require(Workspace workspace, LiveSet live, Rights rights, PipeFile pipe) {
    if (rights.areAll()) {
      return;
    }
    live.pipe(pipe.name())
        .ifPresent(before -> {
          if (!rights.allow(Permission.PIPES_READ, pipe.name())) {
            throw HttpProblem.forbidden(
                "This needs a token with the scope PIPES:READ:" + pipe.name() + ".");
          }
          requireNoWriter(before);
        });
    requireNoWriter(pipe);
    requireNoGrants(live, pipe);
    requireNobodyReads(live, pipe.name());
    if (rights.allow(Permission.WORKSPACE_READ_ALL)) {
      requireNoSecrets(pipe);
    } else {
      requireNoRowsHidden(rights);
      pipe.nodes().forEach(node -> requireReadable(workspace, live, rights, pipe, node));
    }
  }

  /** A view takes part in every insert, and a copy replaces rows. */
  private static void requireNoWriter(PipeFile pipe) {
    for (Node node : pipe.nodes()) {
      switch (node.type()) {
        case NodeType.Standard _, NodeType.Endpoint _ -> {
          // they only read
        }
        case NodeType.Materialized _, NodeType.Copy _, NodeType.Sink _ ->
            throw HttpProblem.forbidden(
                "The node `"
                    + node.name()
                    + "` writes to a data source. Such pipes are made, changed and unpublished with the scope ADMIN.");
      }
    }
  }

  private static void requireNoGrants(LiveSet live, PipeFile pipe) {
    Set<String> before =
        live.pipe(pipe.name()).map(PipeFile::tokens).orElse(List.of()).stream()
            .map(TokenGrant::token)
            .collect(Collectors.toSet());
    if (pipe.tokens().stream().anyMatch(grant -> !before.contains(grant.token()))) {
      throw HttpProblem.forbidden("To give rights to tokens in a file needs the scope ADMIN.");
    }
  }

  /** Others' queries stay what they are: none of them names something that is another thing now. */
  private static void requireNobodyReads(LiveSet live, String name) {
    boolean named =
        live.project().pipes().values().stream()
            .filter(pipe -> !pipe.name().equals(name))
            .flatMap(pipe -> pipe.nodes().stream())
            .anyMatch(node -> SqlTokens.of(node.sql()).tableNames().contains(name));
    if (named) {
      throw HttpProblem.forbidden(
          "Other pipes read something of the name `"
              + name
              + "`. To change that needs the scope ADMIN.");
    }
  }

  private static void requireNoSecrets(PipeFile pipe) {
    if (pipe.nodes().stream().anyMatch(node -> node.sql().contains(SECRETS))) {
      throw HttpProblem.forbidden("A pipe that names secrets is made with the scope ADMIN.");
    }
  }

  private static void requireNoRowsHidden(Rights rights) {
    boolean filtered =
        rights.scopes().stream()
            .anyMatch(scope -> scope.filter().isPresent() || !scope.fixedParameters().isEmpty());
    if (filtered) {
      throw HttpProblem.forbidden(
          "A token with a filter or fixed parameters makes no pipes: they would not hold for those who read the pipe.");
    }
  }

  private void requireReadable(
      Workspace workspace, LiveSet live, Rights rights, PipeFile pipe, Node node) {
    // pipes that it reads are looked into: their own conditions may hide rows
    Rights tables =
        new Rights(
            rights.scopes().stream()
                .filter(scope -> scope.permission() == Permission.DATASOURCES_READ)
                .map(scope -> Scope.of(scope.permission(), scope.resource().orElseThrow()))
                .toList());
    try {
      NodeRenderer renderer = withDefaults(new RequestRenderer(templates, Parameters.NONE));
      Rendering rendering = new Rendering(renderer);
      PipeSql sql =
          new PipeSql(
              name ->
                  rights.allow(Permission.PIPES_READ, name)
                      ? live.readablePipe(name)
                      : Optional.empty(),
              rendering::sql);
      String text = sql.of(pipe, node);
      maker.make(
          workspace.database(), live, tables, text, rendering.parameters(), renderer, Map.of());
    } catch (SqlRefusedException | CircularPipesException e) {
      throw HttpProblem.forbidden(
          "The node `"
              + node.name()
              + "` cannot be made with this token, which would have to read all that it reads. "
              + e.getMessage());
    } catch (ClickHouseException e) {
      ErrorText.requireAnswer(e);
      throw HttpProblem.badRequest(
          "The node `"
              + node.name()
              + "`: "
              + ErrorText.of(CallerErrors.told(e), Set.of(workspace.database())));
    }
  }

  private NodeRenderer withDefaults(RequestRenderer renderer) {
    return node -> {
      if (node.template() && !differsInValuesOnly(node)) {
        throw new SqlRefusedException(
            "In its templates only values can differ from request to request: {{Type(name, default)}}, each with a default. More than that takes the scope ADMIN or WORKSPACE:READ_ALL.");
      }
      return renderer.render(node);
    };
  }

  private boolean differsInValuesOnly(Node node) {
    try {
      return templates.of(node.sql()).differsInValuesOnly();
    } catch (TemplateSyntaxException e) {
      throw HttpProblem.badRequest(
          "The template of the node `" + node.name() + "`: " + e.getMessage());
    }
  }
}
