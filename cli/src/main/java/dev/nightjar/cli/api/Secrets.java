package dev.nightjar.cli.api;

import java.util.Map;

/** The workspace's secrets. */
public final class Secrets {

  private Secrets() {}

  /** Whether there is a secret of that name. */
  public static boolean isSet(ServerClient server, String name) {
    Answer known = server.ask(path(name));
    return known.status() != 404 && known.required().ok();
  }

  /**
   * Sets a secret, known or not.
   *
   * @return whether it is new
   */
  public static boolean set(ServerClient server, String name, String value) {
    Answer known = server.ask(path(name));
    if (known.status() == 404) {
      server.form("POST", "/v0/variables", Map.of("name", name, "value", value));
      return true;
    }
    known.required();
    server.form("PUT", path(name), Map.of("value", value));
    return false;
  }

  /**
   * Forgets a secret.
   *
   * @return whether there was one
   */
  public static boolean remove(ServerClient server, String name) {
    if (server.ask(path(name)).status() == 404) {
      return false;
    }
    server.delete(path(name));
    return true;
  }

  private static String path(String name) {
    return "/v0/variables/" + ServerClient.encode(name);
  }
}
