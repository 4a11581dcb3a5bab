package dev.nightjar.cli.completion;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A completion script for fish, which picocli has no writer for: a line for each subcommand and
 * each option, under the condition that its command was typed.
 *
 * @see <a href="https://fishshell.com/docs/current/completions.html">fish's completions</a>
 */
public final class FishCompletion {

  private final String name;
  private final String function;
  private final List<String> lines = new ArrayList<>();
  private final Set<String> valued = new TreeSet<>();

  private FishCompletion(String name) {
    this.name = name;
    this.function = "__" + name.replaceAll("[^A-Za-z0-9]", "_") + "_at";
  }

  /**
   * The script.
   *
   * @param name what the command is called
   */
  public static String of(String name, CommandSpec root) {
    FishCompletion completion = new FishCompletion(name);
    completion.collectValued(root);
    completion.lines.add(completion.prelude());
    completion.lines.add("complete -c " + name + " -f");
    completion.command(List.of(), root);
    return String.join("\n", completion.lines) + "\n";
  }

  private void collectValued(CommandSpec spec) {
    spec.options().stream()
        .filter(option -> option.arity().max() > 0)
        .forEach(option -> valued.addAll(List.of(option.names())));
    spec.subcommands().values().forEach(line -> collectValued(line.getCommandSpec()));
  }

  /** True where the words that are neither options nor their values are these and no more. */
  private String prelude() {
    return """
    function %s
        set -l valued %s
        set -l words
        set -l before
        for word in (commandline -opc)[2..-1]
            if not string match -q -- '-*' $word; and not contains -- "$before" $valued
                set -a words $word
            end
            set before $word
        end
        test "$words" = "$argv"
    end\
    """
        .formatted(function, String.join(" ", valued));
  }

  private void command(List<String> path, CommandSpec spec) {
    String condition =
        "'"
            + function
            + Stream.concat(Stream.of(""), path.stream()).reduce((a, b) -> a + " " + b).orElse("")
            + "'";
    for (Map.Entry<String, CommandLine> each : spec.subcommands().entrySet()) {
      CommandSpec sub = each.getValue().getCommandSpec();
      if (sub.usageMessage().hidden()) {
        continue;
      }
      lines.add(
          "complete -c %s -n %s -a %s -d %s"
              .formatted(
                  name, condition, each.getKey(), quoted(first(sub.usageMessage().description()))));
    }
    for (OptionSpec option : spec.options()) {
      if (!option.hidden()) {
        option(condition, option);
      }
    }
    spec.positionalParameters().forEach(parameter -> positional(condition, parameter));
    spec.subcommands()
        .forEach((word, line) -> {
          List<String> deeper = new ArrayList<>(path);
          deeper.add(word);
          command(deeper, line.getCommandSpec());
        });
  }

  private void positional(String condition, PositionalParamSpec parameter) {
    List<String> values = values(parameter);
    if (!values.isEmpty()) {
      lines.add(
          "complete -c %s -n %s -a %s"
              .formatted(name, condition, quoted(String.join(" ", values))));
    } else if (parameter.paramLabel().contains("FILE")) {
      lines.add("complete -c %s -n %s -F".formatted(name, condition));
    }
  }

  private static List<String> values(ArgSpec argument) {
    List<String> values = new ArrayList<>();
    if (argument.completionCandidates() != null) {
      argument.completionCandidates().forEach(value -> values.add(value.toLowerCase(Locale.ROOT)));
    }
    return values;
  }

  private void option(String condition, OptionSpec option) {
    StringBuilder names = new StringBuilder();
    for (String each : option.names()) {
      names.append(each.startsWith("--") ? " -l " + each.substring(2) : " -s " + each.substring(1));
    }
    List<String> values = values(option);
    String argument = option.arity().max() == 0 ? "" : values.isEmpty() ? " -r" : " -x";
    lines.add(
        "complete -c %s -n %s%s%s%s -d %s"
            .formatted(
                name,
                condition,
                names,
                argument,
                values.isEmpty() ? "" : " -a " + quoted(String.join(" ", values)),
                quoted(first(option.description()))));
  }

  private static String first(String[] description) {
    String whole = description.length == 0 ? "" : description[0];
    int end = whole.indexOf(". ");
    return (end < 0 ? whole : whole.substring(0, end)).replace("%n", " ").replace("%%", "%");
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
