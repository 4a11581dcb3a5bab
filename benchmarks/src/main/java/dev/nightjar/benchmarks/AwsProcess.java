package dev.nightjar.benchmarks;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A local AWS in a process of its own. */
final class AwsProcess implements AutoCloseable {
  static final String KEY_ID = "test";
  static final String SECRET = "test";
  private static final List<String> MEMORY = List.of("-Xmx6g");

  private final URI endpoint;
  private final ChildProcess process;

  private AwsProcess(URI endpoint, ChildProcess process) {
    this.endpoint = endpoint;
    this.process = process;
  }

  /**
   * Starts one; returns when it listens.
   *
   * @param folder for its log
   */
  static AwsProcess start(Path folder) {
    int port = World.freePort();
    ChildProcess process =
        ChildProcess.start(
            MEMORY,
            Map.of(),
            folder.resolve("aws-local.log"),
            "aws-local",
            "--port",
            Integer.toString(port));
    World.await(process, () -> World.listens(port));
    return new AwsProcess(URI.create("http://127.0.0.1:" + port), process);
  }

  URI endpoint() {
    return endpoint;
  }

  /** CPU time that it has used so far. */
  Duration cpuTime() {
    return process.cpuTime();
  }

  @Override
  public void close() {
    process.close();
  }
}
