package dev.nightjar.cli.api;

/**
 * A server that a command talks to.
 *
 * @param side which environment it is
 * @param client its interface; whoever has this closes it
 */
public record FoundServer(Side side, ServerClient client) implements AutoCloseable {

  @Override
  public void close() {
    client.close();
  }
}
