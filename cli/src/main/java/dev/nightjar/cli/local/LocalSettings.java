package dev.nightjar.cli.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * How the server of this machine runs.
 *
 * @param port of the API
 * @param clickHousePort of ClickHouse's HTTP interface; empty: as the server chooses
 * @param dataDir where it keeps everything
 * @param awsCredentials whether it gets this machine's AWS credentials
 */
public record LocalSettings(
    int port, OptionalInt clickHousePort, Path dataDir, boolean awsCredentials) {

  /** The arguments of {@code nightjar server}. */
  List<String> arguments() {
    List<String> arguments =
        new ArrayList<>(
            List.of("server", "--port", Integer.toString(port), "--data-dir", dataDir.toString()));
    clickHousePort.ifPresent(other -> {
      arguments.add("--clickhouse-port");
      arguments.add(Integer.toString(other));
    });
    return arguments;
  }
}
