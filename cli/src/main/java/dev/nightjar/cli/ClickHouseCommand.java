package dev.nightjar.cli;

import dev.nightjar.cli.files.FileTrouble;
import dev.nightjar.clickhouse.embedded.EngineException;
import dev.nightjar.clickhouse.http.ClickHouseServer;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "clickhouse",
    description = {
      "The embedded ClickHouse as a server of its own, until Ctrl-C or SIGTERM: ClickHouse's HTTP"
          + " interface, with full rights for the user `default`.",
      "For development and tests; it listens on this machine only, unless it has a password."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  nightjar clickhouse",
      "  curl http://localhost:8123/ --data-binary 'SELECT version()'",
      "",
      "  nightjar clickhouse --port 9000 --data-dir /tmp/ch --password-file secret.txt",
      "  curl http://localhost:9000/ -u \"default:$(cat secret.txt)\" \\",
      "    --data-binary 'SHOW TABLES FORMAT PrettyCompact'"
    })
final class ClickHouseCommand implements Callable<Integer> {

  private final Environment environment;

  @Option(
      names = "--port",
      defaultValue = "8123",
      paramLabel = "PORT",
      converter = PortConverter.class,
      description = "The port; 0 takes a free one (default: ${DEFAULT-VALUE}).")
  int port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "The address to listen on (default: 127.0.0.1, and ::1 where there is one).")
  Optional<String> host = Optional.empty();

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Where its tables are (default: ~/.nightjar/clickhouse-standalone).")
  Optional<Path> dataDir = Optional.empty();

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "The file whose first line is the password (default: no password).")
  Optional<Path> passwordFile = Optional.empty();

  ClickHouseCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    Path folder =
        dataDir
            .map(environment.directory()::resolve)
            .orElseGet(() -> environment.home().resolve(".nightjar/clickhouse-standalone"));
    ClickHouseServer.Options options =
        new ClickHouseServer.Options(host, port, folder, passwordFile.map(this::read).orElse(""));
    try (Interruption interruption = new Interruption();
        ClickHouseServer server = ClickHouseServer.start(options)) {
      environment
          .terminal()
          .say(
              "ClickHouse answers at http://" + shown() + ":" + server.port() + " (user default).");
      interruption.await();
      return interruption.requested() ? 0 : 1;
    } catch (BindException e) {
      throw new UserException(
          "ClickHouse cannot listen on "
              + shown()
              + ":"
              + port
              + " ("
              + e.getMessage()
              + "): stop what uses that port, or choose another with --port.",
          e);
    } catch (IllegalArgumentException e) {
      throw new UserException(e.getMessage() + " Give --password-file, or leave --host out.", e);
    } catch (EngineException e) {
      throw new UserException(e.getMessage(), e);
    }
  }

  private String read(Path file) {
    Path path = environment.directory().resolve(file);
    try {
      String password = Files.readString(path).lines().findFirst().orElse("").strip();
      if (password.isEmpty()) {
        throw new UserException("The first line of " + path + " is empty: put the password there.");
      }
      return password;
    } catch (IOException e) {
      throw new UserException(
          "The password file " + path + " cannot be read: " + FileTrouble.of(e) + ".", e);
    }
  }

  private String shown() {
    String address = host.orElse("localhost");
    return address.contains(":") ? "[" + address + "]" : address;
  }
}
