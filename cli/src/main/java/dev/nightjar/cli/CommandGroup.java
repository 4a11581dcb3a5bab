package dev.nightjar.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that is nothing without one of its own commands. */
abstract class CommandGroup implements Runnable {

  @Spec CommandSpec spec;

  @Override
  public final void run() {
    List<String> names =
        spec.subcommands().values().stream()
            .map(command -> command.getCommandName())
            .distinct()
            .toList();
    int last = names.size() - 1;
    String choice =
        last == 0
            ? names.getFirst()
            : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
    throw new ParameterException(spec.commandLine(), "Say what to do: " + choice + ".");
  }
}
