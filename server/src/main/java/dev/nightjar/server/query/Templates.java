package dev.nightjar.server.query;

import dev.nightjar.server.template.Template;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Templates that have been read, by their text, so that a request does not read them again. */
public final class Templates {
  private static final int MOST = 1_000;

  private final Map<String, Template> read = new ConcurrentHashMap<>();

  /**
   * The template of a node's SQL.
   *
   * @throws dev.nightjar.server.template.TemplateSyntaxException when it is none
   */
  public Template of(String sql) {
    if (read.size() > MOST) {
      read.clear();
    }
    return read.computeIfAbsent(sql, Template::parse);
  }
}
