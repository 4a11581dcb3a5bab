package dev.nightjar.server.template;

import java.util.List;

/** What a template consists of. */
sealed interface Part {

  /** SQL as it stands. */
  record Text(String text) implements Part {}

  /** {@code {{ expression }}}. */
  record Output(Expression expression) implements Part {}

  /**
   * {@code {% if %}}, {@code {% elif %}}, {@code {% else %}}: the first branch whose condition
   * holds.
   */
  record If(List<Branch> branches, List<Part> otherwise) implements Part {}

  /** A condition and what stands under it. */
  record Branch(Expression condition, List<Part> parts) {}

  /** {@code {% for name in expression %}}, with one name or several. */
  record For(Place place, List<String> names, Expression over, List<Part> parts) implements Part {}

  /** {@code {% set name = expression %}}. */
  record Set(Place place, String name, Expression value) implements Part {}
}
