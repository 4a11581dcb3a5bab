package dev.nightjar.server.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.server.testing.InstalledClient;
import dev.nightjar.server.testing.RunningServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractStringAssert;
import tools.jackson.databind.json.JsonMapper;

/**
 * A user's folder with a project, in which published clients run against a server as processes of
 * their own. Nothing outside of it is written, and no client can reach any other host.
 */
final class ClientProject implements AutoCloseable {
  private static final long MINUTES = 3;

  private final Path folder;
  private final Map<String, String> variables = new HashMap<>();
  private final Map<Path, ForkedClient> loaded = new HashMap<>();

  ClientProject(Path folder, RunningServer server) {
    this.folder = folder;
    String address = "http://localhost:" + server.server().port();
    variables.put("HOME", folder.resolve(".home").toString());
    variables.put("TB_HOST", address);
    variables.put("TB_TOKEN", server.server().tokens().workspaceAdminToken());
    variables.put("TB_USER_TOKEN", server.server().tokens().userToken());
    variables.put("TB_LOCAL_HOST", "localhost");
    variables.put("TB_LOCAL_PORT", Integer.toString(server.server().port()));
    variables.put(
        "TB_LOCAL_CLICKHOUSE_INTERFACE_PORT",
        Integer.toString(server.server().clickHousePort().orElseThrow()));
    variables.put("TINYBIRD_URL", address);
    variables.put("TINYBIRD_TOKEN", server.server().tokens().workspaceAdminToken());
    variables.put("TB_VERSION_WARNING", "0");
    variables.put("TB_CLI_TELEMETRY_OPTOUT", "1");
    variables.put("CI", "1");
    variables.put("NO_COLOR", "1");
    variables.put("HTTPS_PROXY", "http://127.0.0.1:9");
    variables.put("NO_PROXY", "localhost,127.0.0.1");
    file(".home/.keep", "");
  }

  /** What a command came to. */
  record Ended(int code, String output) {
    /** It must have ended well; what it printed. */
    AbstractStringAssert<?> succeeds() {
      assertThat(code).as(output).isZero();
      return assertThat(output);
    }

    /** It must have ended as an error; what it printed. */
    AbstractStringAssert<?> fails() {
      assertThat(code).as(output).isEqualTo(1);
      return assertThat(output);
    }
  }

  /** Sets a variable of the environment, or takes it away. */
  ClientProject with(String variable, String value) {
    if (value == null) {
      variables.remove(variable);
    } else {
      variables.put(variable, value);
    }
    return this;
  }

  /** Writes a file. */
  ClientProject file(String path, String text) {
    try {
      Path file = folder.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Copies a project.
   *
   * @param project a folder below {@code src/test/clients}
   */
  ClientProject copy(String project) {
    Path from = InstalledClient.source(project);
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        file(from.relativize(file).toString(), Files.readString(file));
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is in a file. */
  String text(String path) {
    try {
      return Files.readString(folder.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A folder as it is on the disk. */
  Path path(String path) {
    return folder.resolve(path);
  }

  /** Makes it a repository whose branch has one commit. */
  ClientProject git(String branch) {
    run("git", "init", "--quiet", ".").succeeds();
    run("git", "add", "--all").succeeds();
    run("git", "-c", "user.email=a@b.c", "-c", "user.name=a", "commit", "--quiet", "-m", "first")
        .succeeds();
    run("git", "checkout", "--quiet", "-b", branch).succeeds();
    return this;
  }

  /** Runs a Python client's command without a terminal. */
  Ended run(InstalledClient python, String program, String... arguments) {
    Path script = python.folder().resolve("venv/bin").resolve(program);
    Map<String, String> seen = environment();
    ForkedClient client = loaded.get(script);
    if (client == null || !client.sees(seen)) {
      if (client != null) {
        client.close();
      }
      client = new ForkedClient(script, folder, path(".home/output"), seen);
      loaded.put(script, client);
    }
    return client.run(List.of(arguments));
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.keySet().removeIf(name -> name.startsWith("TB_"));
    environment.remove("CI");
    environment.putAll(variables);
    return environment;
  }

  /** Runs a command without a terminal. */
  Ended run(String... command) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
      builder.environment().clear();
      builder.environment().putAll(environment());
      Process process = builder.start();
      process.getOutputStream().close();
      // a client that hangs is ended, and its output tells where it hung
      Thread.ofVirtual().start(() -> endIfItHangs(process));
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Ended(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void endIfItHangs(Process process) {
    try {
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Runs a command at a terminal and answers what it asks.
   *
   * @param python a client that was installed with pexpect
   * @param conversation what is waited for and what is typed then, in turn
   */
  Ended ask(InstalledClient python, List<String> conversation, String... command) {
    List<List<String>> pairs = new ArrayList<>();
    for (int i = 0; i < conversation.size(); i += 2) {
      pairs.add(conversation.subList(i, i + 2));
    }
    List<String> all = new ArrayList<>();
    all.add(python.folder().resolve("venv/bin/python").toString());
    all.add(InstalledClient.source("tinybird/prompts.py").toString());
    all.add(JsonMapper.builder().build().writeValueAsString(pairs));
    all.addAll(List.of(command));
    return run(all.toArray(String[]::new));
  }

  @Override
  public void close() {
    loaded.values().forEach(ForkedClient::close);
  }
}
