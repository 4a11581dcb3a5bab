package dev.nightjar.cli.chaos;

import dev.nightjar.cli.JavaCommand;
import dev.nightjar.cli.Main;
import dev.nightjar.proving.chaos.Launcher;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs commands with the memory that the launcher script gives them. They end when this process
 * does.
 */
final class JavaLauncher implements Launcher {

  /** Tests start many processes, which need not be fast for long. */
  private static final String COMPILATION = "-XX:TieredStopAtLevel";

  @Override
  public List<String> command(List<String> arguments) {
    List<String> options =
        new ArrayList<>(
            arguments.getFirst().equals("server")
                ? JavaCommand.serverOptions()
                : List.of("-Xmx1g"));
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith(COMPILATION))
        .forEach(options::add);
    options.add("-D" + Main.ENDS_WITH_PARENT + "=true");
    return JavaCommand.of(options, arguments);
  }
}
