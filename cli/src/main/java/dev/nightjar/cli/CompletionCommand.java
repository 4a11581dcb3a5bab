package dev.nightjar.cli;

import dev.nightjar.cli.completion.FishCompletion;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "completion",
    description = "Prints a script by which a shell completes commands and options.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(nightjar completion bash)        now; in ~/.bashrc: for ever",
      "  source <(nightjar completion zsh)",
      "  nightjar completion fish >~/.config/fish/completions/nightjar.fish",
      "  nightjar completion bash --name tb        for the alias"
    })
final class CompletionCommand implements Callable<Integer> {

  /** A shell that completes. */
  enum Shell {
    BASH,
    ZSH,
    FISH
  }

  private static final Pattern WORDS = Pattern.compile("(?<=_args=\\()\"[^\\n)]*\"(?=\\))");

  private final Environment environment;

  @Spec CommandSpec spec;

  @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
  Shell shell;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = "nightjar",
      description = "What the command is called (default: ${DEFAULT-VALUE}).")
  String name;

  CompletionCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    if (!name.matches("[A-Za-z0-9_.-]+")) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--name: a command's name has letters, digits, ., - and _ only.");
    }
    CommandLine root = spec.root().commandLine();
    environment
        .terminal()
        .out()
        .print(
            switch (shell) {
              // zsh reads the same script: picocli's has what bash's completion needs of zsh
              case BASH, ZSH -> withLowerCaseWords(AutoComplete.bash(name, root));
              case FISH -> FishCompletion.of(name, root.getCommandSpec());
            });
    environment.terminal().out().flush();
    return 0;
  }

  /** Words to choose from are written small everywhere else; picocli writes an enum's names. */
  private static String withLowerCaseWords(String script) {
    return WORDS.matcher(script).replaceAll(words -> words.group().toLowerCase(Locale.ROOT));
  }
}
