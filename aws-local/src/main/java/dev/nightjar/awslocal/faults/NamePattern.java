package dev.nightjar.awslocal.faults;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Names of operations or keys, in which {@code *} stands for any text.
 *
 * @param text as it was given
 */
record NamePattern(String text, Pattern compiled) {

  static NamePattern of(String text) {
    String pattern =
        Stream.of(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    return new NamePattern(text, Pattern.compile(pattern, Pattern.DOTALL));
  }

  boolean matches(String name) {
    return compiled.matcher(name).matches();
  }
}
