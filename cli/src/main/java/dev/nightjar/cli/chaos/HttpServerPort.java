package dev.nightjar.cli.chaos;

import dev.nightjar.cli.Deployment;
import dev.nightjar.cli.UserException;
import dev.nightjar.cli.api.Answer;
import dev.nightjar.cli.api.Secrets;
import dev.nightjar.cli.api.ServerClient;
import dev.nightjar.cli.api.ServerException;
import dev.nightjar.cli.api.ServerLocator;
import dev.nightjar.cli.api.UnreachableException;
import dev.nightjar.cli.demo.DemoRole;
import dev.nightjar.cli.demo.MirrorView;
import dev.nightjar.cli.files.ProjectFile;
import dev.nightjar.project.SourceFile;
import dev.nightjar.proving.chaos.ServerPort;
import dev.nightjar.proving.flights.AwsClients;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.JsonNodeFactory;

/** The server as the commands know it. Thread-safe. */
final class HttpServerPort implements ServerPort {

  private final URI address;
  private Optional<ServerClient> client = Optional.empty();

  HttpServerPort(URI address) {
    this.address = address;
  }

  @Override
  public boolean ready() {
    try {
      return client().ask("/health/ready").ok();
    } catch (UnreachableException | ServerException | UserException e) {
      return false;
    }
  }

  @Override
  public String createRole(AwsClients aws, String bucket) {
    return answered(() -> DemoRole.create(client(), aws, bucket));
  }

  @Override
  public void setSecret(String name, String value) {
    answered(() -> Secrets.set(client(), name, value));
  }

  @Override
  public void deploy(List<SourceFile> files) {
    List<ProjectFile> project =
        files.stream().map(file -> new ProjectFile(file.path(), file.text())).toList();
    answered(() -> {
      Answer answer =
          client().upload(new Deployment.Wish(false, true, false, true).path(), project);
      String result = answer.json().path("result").asString("");
      if (!result.equals("success") && !result.equals("no_changes")) {
        throw new UserException("The deployment failed: " + answer.body());
      }
      return result;
    });
  }

  @Override
  public Optional<Mirror> mirror(String datasource) {
    return answered(() -> MirrorView.ask(client(), datasource))
        .map(mirror ->
            new Mirror(
                mirror.state(),
                mirror.generation(),
                mirror.reason(),
                mirror.explanation(),
                mirror.caughtUpAt(),
                mirror.boundary()));
  }

  @Override
  public void resume(String datasource) {
    post(datasource, "/resume");
  }

  @Override
  public void resync(String datasource, boolean allowDeletes) {
    post(datasource, allowDeletes ? "/resync?allow_deletes=true" : "/resync");
  }

  private void post(String datasource, String wish) {
    answered(() ->
        client()
            .post(
                "/v1/mirrors/" + ServerClient.encode(datasource) + wish,
                JsonNodeFactory.instance.objectNode())
            .required());
  }

  @Override
  public void lines(String sql, Consumer<Stream<String>> reader) {
    answered(() -> {
      try (BufferedReader rows =
          new BufferedReader(new InputStreamReader(client().stream(sql), StandardCharsets.UTF_8))) {
        reader.accept(rows.lines());
        return sql;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  @Override
  public synchronized void close() {
    client.ifPresent(ServerClient::close);
  }

  /** The token is asked for when the server first answers, and stays the same. */
  private synchronized ServerClient client() {
    if (client.isEmpty()) {
      client = Optional.of(ServerLocator.clientOfMachine(address));
    }
    return client.get();
  }

  private static <T> T answered(Supplier<T> question) {
    try {
      return question.get();
    } catch (UnreachableException
        | ServerException
        | UserException
        | UncheckedIOException
        | JacksonException e) {
      throw new NoAnswerException(e.getMessage(), e);
    }
  }
}
