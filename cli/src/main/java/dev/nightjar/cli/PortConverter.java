package dev.nightjar.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a port: a number from 0 to 65535. */
final class PortConverter implements ITypeConverter<Integer> {

  @Override
  public Integer convert(String text) {
    if (text.matches("\\d{1,5}") && Integer.parseInt(text) <= 65_535) {
      return Integer.parseInt(text);
    }
    throw new TypeConversionException("`" + text + "` is no number from 0 to 65535.");
  }
}
