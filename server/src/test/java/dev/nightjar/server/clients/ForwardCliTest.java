package dev.nightjar.server.clients;

/** {@code tb} 4.6.23, which the Python SDK brings along, as it is published. */
class ForwardCliTest extends ForwardCliContract {
  ForwardCliTest() {
    super("tinybird/forward");
  }
}
