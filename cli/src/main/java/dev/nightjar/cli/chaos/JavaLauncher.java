package dev.nightjar.cli.chaos;

import dev.nightjar.cli.Main;
import dev.nightjar.proving.chaos.Launcher;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs commands on the Java and with the class path of this process, with the memory that the
 * launcher script gives them. They end when this process does.
 */
final class JavaLauncher implements Launcher {
  /** Options of this process that say how fast a process starts. */
  private static final List<String> OF_STARTING =
      List.of("-XX:SharedArchiveFile", "-Xshare", "-XX:TieredStopAtLevel");

  @Override
  public List<String> command(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(memory(arguments.getFirst()));
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> OF_STARTING.stream().anyMatch(option::startsWith))
        .forEach(command::add);
    command.addAll(
        List.of(
            "-Xlog:cds=off",
            "-Xlog:cds+dynamic=off",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dnightjar.home=" + System.getProperty("nightjar.home", ""),
            "-D" + Main.ENDS_WITH_PARENT + "=true",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName()));
    command.addAll(arguments);
    return command;
  }

  private static List<String> memory(String command) {
    return switch (command) {
      case "server" ->
          List.of("-Xms64m", "-Xmx320m", "-XX:+UseSerialGC", "-XX:MaxDirectMemorySize=96m");
      default -> List.of("-Xmx1g");
    };
  }
}
