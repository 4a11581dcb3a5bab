package dev.nightjar.cli;

import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a command prints that talks to no server; the option may stand before its name too. */
final class FormatOption {

  @Spec(Spec.Target.MIXEE)
  CommandSpec command;

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      description = "How results are printed: human (default), json or csv.")
  Optional<OutputFormat> output = Optional.empty();

  OutputFormat format() {
    return output.orElseGet(() -> ((NightjarCommand) command.root().userObject()).client.format());
  }
}
