package dev.nightjar.project;

import java.util.Optional;

/**
 * A query of a pipe.
 *
 * @param sql without the indentation of the file, and without the {@code %} of a template
 * @param template whether the SQL began with {@code %}
 * @param positions of the node's directives; {@code SQL} is the place of its directive
 * @param sqlPosition where the first character of {@code sql} stands
 */
public record Node(
    String name,
    Optional<String> description,
    String sql,
    boolean template,
    NodeType type,
    Positions positions,
    Position sqlPosition) {}
