package dev.nightjar.server.clients;

/** {@code tb} 5.0.3, as it is published. */
class ForwardCli5Test extends ForwardCliContract {
  ForwardCli5Test() {
    super("tinybird/forward-5");
  }
}
