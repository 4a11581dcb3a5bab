package dev.nightjar.server.template;

/** A piece of a template's text. */
sealed interface Segment {

  /** SQL as it stands. */
  record Text(String text) implements Segment {}

  /** {@code {{ expression }}}; {@code from} to {@code to} is the expression in the template. */
  record Output(int from, int to) implements Segment {}

  /** {@code {% statement %}}; {@code from} to {@code to} is the statement in the template. */
  record Block(int from, int to) implements Segment {}
}
