package dev.nightjar.server.token;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a token may be called: its name stands in paths beside ids and tokens themselves, so it must
 * not look like one of those.
 */
public final class TokenName {
  /** The name of the token that may do everything in a workspace and signs its JWTs. */
  public static final String WORKSPACE_ADMIN = "workspace admin token";

  /** The name of the main workspace's second such token. */
  public static final String ADMIN = "admin local@localhost";

  private static final int LONGEST = 128;

  /** The last two are what statistics call the callers with the built-in tokens. */
  private static final Set<String> TAKEN =
      Set.of(WORKSPACE_ADMIN, ADMIN, "user token", "admin", "user");

  private static final Pattern ID =
      Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Pattern SECRET = Pattern.compile("(p\\.ey|ey).{20,}");

  private TokenName() {}

  /** Why a text cannot be the name of a token; empty where it can. */
  public static Optional<String> refusal(String name) {
    if (name.isBlank()) {
      return Optional.of("A token needs a name.");
    }
    if (name.length() > LONGEST) {
      return Optional.of("A token's name may have " + LONGEST + " characters at most.");
    }
    if (!name.equals(name.strip())
        || name.codePoints().anyMatch(TokenName::isStrange)
        || ID.matcher(name).matches()
        || SECRET.matcher(name).matches()) {
      return Optional.of(
          "A token's name is letters, digits, spaces and punctuation, without a slash, without"
              + " spaces around it, and it looks neither like an id nor like a token.");
    }
    if (isTaken(name)) {
      return Optional.of("'" + name + "' is a token that every server has. Choose another name.");
    }
    return Optional.empty();
  }

  /** Whether a token that every server has is called so. */
  static boolean isTaken(String name) {
    return TAKEN.contains(name.toLowerCase(Locale.ROOT));
  }

  private static boolean isStrange(int character) {
    return character == '/'
        || character == '\\'
        || switch (Character.getType(character)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.SURROGATE,
              Character.PRIVATE_USE,
              Character.UNASSIGNED,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR ->
              true;
          default -> false;
        };
  }
}
