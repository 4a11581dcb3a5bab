package dev.nightjar.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Command lines that run nightjar in a process of its own: on the Java and with the class path of
 * this process, as the launcher script would run it.
 */
public final class JavaCommand {

  private static final String SERVER_OPTIONS = "server.jvm";

  /** Options of this process that let classes come from the archive that the launcher has made. */
  private static final List<String> OF_ARCHIVE = List.of("-XX:SharedArchiveFile", "-Xshare");

  private JavaCommand() {}

  /**
   * The options of a server's JVM: its memory and its collector. The launcher script reads the same
   * file.
   */
  public static List<String> serverOptions() {
    try (InputStream file = JavaCommand.class.getResourceAsStream(SERVER_OPTIONS)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith("-"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A command line.
   *
   * @param options of the JVM: its memory, system properties
   * @param arguments the command and its arguments
   */
  public static List<String> of(List<String> options, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> OF_ARCHIVE.stream().anyMatch(option::startsWith))
        .forEach(command::add);
    command.addAll(
        List.of(
            "-Xlog:cds=off",
            "-Xlog:cds+dynamic=off",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dnightjar.home=" + System.getProperty("nightjar.home", "")));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(arguments);
    return command;
  }
}
