package dev.nightjar.cli;

import dev.nightjar.server.ServerOptions;
import java.util.OptionalInt;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A port that may be switched off.
 *
 * @param port empty: off
 */
record OptionalPort(OptionalInt port) {

  /** The same server with ClickHouse's port as it is here. */
  ServerOptions applyTo(ServerOptions options) {
    return port.isPresent()
        ? options.withClickHousePort(port.getAsInt())
        : options.withoutClickHousePort();
  }

  /** Reads a number from 0 to 65535, or {@code none}. */
  static final class Converter implements ITypeConverter<OptionalPort> {
    @Override
    public OptionalPort convert(String text) {
      if (text.equals("none")) {
        return new OptionalPort(OptionalInt.empty());
      }
      if (text.matches("\\d{1,5}") && Integer.parseInt(text) <= 65_535) {
        return new OptionalPort(OptionalInt.of(Integer.parseInt(text)));
      }
      throw new TypeConversionException(
          "`" + text + "` is no number from 0 to 65535, and not none.");
    }
  }
}
