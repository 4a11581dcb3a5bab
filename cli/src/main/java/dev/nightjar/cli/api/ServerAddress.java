package dev.nightjar.cli.api;

import dev.nightjar.cli.UserException;
import java.net.URI;
import java.util.Set;

/** Addresses of servers, as people write them. */
public final class ServerAddress {

  private static final Set<String> OF_THIS_MACHINE =
      Set.of("localhost", "127.0.0.1", "[::1]", "0.0.0.0");

  private ServerAddress() {}

  /**
   * Scheme, host and port.
   *
   * @param text with or without scheme, which is http then
   * @throws UserException if it is none
   */
  public static URI of(String text) {
    String whole = text.contains("://") ? text : "http://" + text;
    try {
      URI uri = URI.create(whole.replaceAll("/+$", ""));
      if (uri.getHost() != null
          && (uri.getScheme().equals("http") || uri.getScheme().equals("https"))) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw new UserException(malformed(text), e);
    }
    throw new UserException(malformed(text));
  }

  /** Whether it names this machine. */
  public static boolean isLoopback(URI base) {
    return base.getHost() != null && OF_THIS_MACHINE.contains(base.getHost());
  }

  private static String malformed(String text) {
    return "`" + text + "` is no server address. Write it like http://localhost:7181.";
  }
}
