package dev.nightjar.server.template;

import dev.nightjar.clickhouse.Parameter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A query made from a template.
 *
 * @param sql with {@code {name:Type}} placeholders
 * @param parameters the value of each placeholder, in the order of their first use
 */
public record RenderedSql(String sql, Map<String, Parameter> parameters) {
  public RenderedSql {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }
}
