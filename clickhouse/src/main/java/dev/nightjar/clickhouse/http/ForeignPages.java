package dev.nightjar.clickhouse.http;

import dev.nightjar.clickhouse.ClickHouseException;
import java.util.Locale;
import java.util.Optional;

/**
 * Keeps out what a browser sends for a page of some site. It reaches this machine's loopback, where
 * no password is asked for, while that page is open; programs that are not browsers send none of
 * these headers.
 */
final class ForeignPages {
  private static final int FORBIDDEN = 497;

  private ForeignPages() {}

  /**
   * Refuses requests that a page makes ({@code Origin}, {@code Sec-Fetch-Site} of the Fetch
   * standard), and those for a host name that anybody can register: its owner may have pointed it
   * at this machine (DNS rebinding).
   *
   * @throws ClickHouseException 497
   */
  static void refuse(HttpAsk http) {
    Optional<String> site = http.header("Sec-Fetch-Site").filter(value -> !value.equals("none"));
    if (site.isPresent() || http.header("Origin").isPresent()) {
      throw refused("Pages in a browser cannot send requests to a server without a password");
    }
    http.header("Host")
        .filter(host -> !isOfThisMachine(host))
        .ifPresent(host -> {
          throw refused(
              "A server without a password is called localhost or by its address, not by the"
                  + " name in the Host header");
        });
  }

  /** Addresses, and names that cannot be registered in the public DNS. */
  private static boolean isOfThisMachine(String header) {
    String host = header.strip().toLowerCase(Locale.ROOT).replaceFirst(":[0-9]*$", "");
    return host.matches("\\[[0-9a-f:.]+(%[^\\]]*)?\\]")
        || host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")
        || host.matches("[a-z0-9_-]+")
        || host.matches("[a-z0-9_.-]+\\.(localhost|internal)");
  }

  private static ClickHouseException refused(String message) {
    return new ClickHouseException(
        FORBIDDEN, "ACCESS_DENIED", message + ": give it a password (--password-file)");
  }
}
