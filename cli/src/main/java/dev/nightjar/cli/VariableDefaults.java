package dev.nightjar.cli;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * What an option is worth that is not on the command line: its environment variable, {@code
 * NIGHTJAR_DATA_DIR} for {@code --data-dir}. A variable of nothing but white space counts as not
 * set. {@code --help} and the options that every command has are not taken from there.
 */
final class VariableDefaults implements IDefaultValueProvider {

  private static final String PREFIX = "NIGHTJAR_";

  private final Map<String, String> variables;

  VariableDefaults(Map<String, String> variables) {
    this.variables = variables;
  }

  /** The variable of an option, whether it is set or not; empty where it has none. */
  static Optional<String> variable(ArgSpec argument) {
    return argument instanceof OptionSpec option
            && !option.inherited()
            && !option.usageHelp()
            && !option.versionHelp()
        ? Optional.of(
            PREFIX
                + option
                    .longestName()
                    .replaceFirst("^--", "")
                    .replace('-', '_')
                    .toUpperCase(Locale.ROOT))
        : Optional.empty();
  }

  /** Says which variable a refused value came from, with a space before; empty if from none. */
  static String origin(ParameterException error, String[] arguments) {
    if (!(error.getArgSpec() instanceof OptionSpec option)
        || !(error.getCommandLine().getDefaultValueProvider() instanceof VariableDefaults known)
        || known.defaultValue(option) == null) {
      return "";
    }
    boolean typed =
        Stream.of(arguments)
            .anyMatch(argument ->
                Stream.of(option.names())
                    .anyMatch(name -> argument.equals(name) || argument.startsWith(name + "=")));
    return typed
        ? ""
        : " This value is that of the environment variable " + variable(option).orElseThrow() + ".";
  }

  @Override
  public String defaultValue(ArgSpec argument) {
    return variable(argument)
        .map(variables::get)
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .orElse(null);
  }
}
