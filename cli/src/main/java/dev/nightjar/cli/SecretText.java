package dev.nightjar.cli;

/** Values that are secret, from where scripts put them. */
final class SecretText {

  private SecretText() {}

  /**
   * The value as given; what standard input holds for {@code -}, without its last line end.
   *
   * @throws UserException if that is nothing, or cannot be read
   */
  static String read(Terminal terminal, String given, String what) {
    if (!given.equals("-")) {
      return given;
    }
    String text = StandardInput.text(terminal).replaceFirst("\\R\\z", "");
    if (text.isBlank()) {
      throw new UserException("Standard input holds no " + what + ".");
    }
    return text;
  }
}
