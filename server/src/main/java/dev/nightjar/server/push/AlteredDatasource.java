package dev.nightjar.server.push;

import dev.nightjar.project.DatasourceFile;
import dev.nightjar.project.Engine;
import dev.nightjar.project.KnownResources;
import dev.nightjar.project.ParsedProject;
import dev.nightjar.project.Problem;
import dev.nightjar.project.ProjectParser;
import dev.nightjar.project.Severity;
import dev.nightjar.project.SourceFile;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.http.Parameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A data source with another schema, description, time to live or other indexes. */
public final class AlteredDatasource {
  private AlteredDatasource() {}

  /**
   * What {@code POST /v0/datasources/NAME/alter} of the classic client asks for: a form with those
   * of {@code schema}, {@code description}, {@code ttl} and {@code indexes} that change.
   *
   * @throws HttpProblem 400 when the schema or the indexes cannot be read
   */
  public static DatasourceFile of(DatasourceFile before, Parameters form) {
    DatasourceFile stated = stated(before, form);
    return new DatasourceFile(
        before.name(),
        before.source(),
        form.first("description").isPresent() ? stated.description() : before.description(),
        form.first("schema").isPresent() ? stated.columns() : before.columns(),
        form.first("ttl").map(ttl -> withTtl(before.engine(), ttl)).orElse(before.engine()),
        before.dynamoDb(),
        form.first("indexes").isPresent() ? stated.indexes() : before.indexes(),
        before.tokens(),
        before.tags(),
        before.sharedWith(),
        before.forwardQuery(),
        before.skipBackfill(),
        before.others(),
        before.positions());
  }

  private static DatasourceFile stated(DatasourceFile before, Parameters form) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    fields.put("name", List.of(before.name()));
    fields.put("schema", List.of("`nothing` String"));
    for (String field : List.of("schema", "description", "indexes")) {
      form.first(field)
          .filter(text -> !text.equals("false"))
          .ifPresent(text -> fields.put(field, List.of(text)));
    }
    SourceFile file = DatasourceForm.file(new Parameters(fields));
    ParsedProject parsed =
        ProjectParser.parse(List.of(file), new KnownResources(Set.of(), Set.of()));
    String errors =
        parsed.problems().stream()
            .filter(problem -> problem.severity() == Severity.ERROR)
            .map(Problem::toString)
            .collect(Collectors.joining("\n"));
    if (!errors.isEmpty()) {
      throw HttpProblem.badRequest(errors);
    }
    return parsed.project().datasources().get(before.name());
  }

  /** The client says {@code false} for none. */
  private static Engine withTtl(Engine engine, String ttl) {
    return engine.withTtl(
        Optional.of(ttl).filter(text -> !text.isBlank() && !text.equals("false")));
  }
}
