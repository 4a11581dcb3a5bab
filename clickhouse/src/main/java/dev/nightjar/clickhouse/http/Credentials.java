package dev.nightjar.clickhouse.http;

import dev.nightjar.clickhouse.ClickHouseException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;

/**
 * A user's name and password as a request brought them.
 *
 * @param user {@code default} where the request names none
 * @param password empty where the request has none
 */
public record Credentials(String user, String password) {
  private static final String DEFAULT_USER = "default";
  private static final String BASIC = "Basic ";

  /**
   * Reads them from the headers {@code X-ClickHouse-User} and {@code X-ClickHouse-Key}, from HTTP's
   * basic authentication, or from the parameters {@code user} and {@code password}; not from two of
   * these at once.
   *
   * @param header the value of a header
   * @param parameter the value of a URL parameter
   * @throws ClickHouseException (516) when they contradict each other or cannot be read
   */
  static Credentials of(
      Function<String, Optional<String>> header, Function<String, Optional<String>> parameter) {
    Optional<String> headerUser = header.apply("X-ClickHouse-User").filter(text -> !text.isEmpty());
    Optional<String> headerKey = header.apply("X-ClickHouse-Key").filter(text -> !text.isEmpty());
    Optional<String> authorization = header.apply("Authorization");
    boolean inHeaders = headerUser.isPresent() || headerKey.isPresent();
    boolean inParameters =
        parameter.apply("user").isPresent() || parameter.apply("password").isPresent();
    if ((inHeaders ? 1 : 0) + (authorization.isPresent() ? 1 : 0) + (inParameters ? 1 : 0) > 1) {
      throw failed(
          "Send user and password one way only: as X-ClickHouse-User and X-ClickHouse-Key, as HTTP"
              + " basic authentication, or as the parameters user and password");
    }
    if (authorization.isPresent()) {
      return basic(authorization.get());
    }
    Optional<String> user = inHeaders ? headerUser : parameter.apply("user");
    Optional<String> password = inHeaders ? headerKey : parameter.apply("password");
    return new Credentials(user.orElse(DEFAULT_USER), password.orElse(""));
  }

  private static Credentials basic(String header) {
    if (!header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      throw failed("Of the Authorization header's schemes only Basic is known here");
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
      String text = new String(decoded, StandardCharsets.UTF_8);
      int colon = text.indexOf(':');
      String user = colon < 0 ? text : text.substring(0, colon);
      return new Credentials(
          user.isEmpty() ? DEFAULT_USER : user, colon < 0 ? "" : text.substring(colon + 1));
    } catch (IllegalArgumentException _) {
      throw failed("The Authorization header is no readable base64");
    }
  }

  private static ClickHouseException failed(String message) {
    return new ClickHouseException(516, "AUTHENTICATION_FAILED", message);
  }

  /** The error of a wrong user or password, in the same words whichever was wrong. */
  public ClickHouseException rejected() {
    return failed(
        user
            + ": Authentication failed: password is incorrect, or there is no user with such name");
  }

  @Override
  public String toString() {
    return "Credentials[user=" + user + "]";
  }
}
