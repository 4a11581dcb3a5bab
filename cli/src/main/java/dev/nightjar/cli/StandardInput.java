package dev.nightjar.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** What is piped into a command. */
final class StandardInput {

  private StandardInput() {}

  /**
   * All of it.
   *
   * @throws UserException if it cannot be read, or is no text in UTF-8
   */
  static String text(Terminal terminal) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(terminal.in().readAllBytes()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new UserException("Standard input is not UTF-8 text. Convert it first.", e);
    } catch (IOException e) {
      throw new UserException("Standard input cannot be read: " + e.getMessage() + ".", e);
    }
  }
}
