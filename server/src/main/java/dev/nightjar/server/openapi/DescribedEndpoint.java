package dev.nightjar.server.openapi;

import dev.nightjar.server.template.TemplateParameter;
import java.util.List;
import java.util.Optional;

/**
 * An endpoint as its description needs it.
 *
 * @param parameters of all nodes that it is made of, each once
 * @param columns of its rows; empty where they cannot be known without a request
 */
public record DescribedEndpoint(
    String name,
    Optional<String> description,
    List<TemplateParameter> parameters,
    Optional<List<Column>> columns) {

  /** Copies the lists. */
  public DescribedEndpoint {
    parameters = List.copyOf(parameters);
    columns = columns.map(List::copyOf);
  }

  /**
   * A column of the rows.
   *
   * @param type as ClickHouse writes it
   */
  public record Column(String name, String type) {}
}
