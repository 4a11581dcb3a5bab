package dev.nightjar.mirror.row;

/** Hexadecimal digits. */
final class Hex {
  private Hex() {}

  /** The value of a digit in either case; -1 for another character. */
  static int digit(int character) {
    if (character >= '0' && character <= '9') {
      return character - '0';
    }
    int lower = character | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }
}
