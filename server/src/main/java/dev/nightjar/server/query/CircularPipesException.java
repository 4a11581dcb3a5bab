package dev.nightjar.server.query;

/**
 * Nodes or pipes read each other in a circle. The parser reports it with its place; such a project
 * is never live.
 */
public final class CircularPipesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CircularPipesException(String message) {
    super(message);
  }
}
