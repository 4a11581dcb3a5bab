package dev.nightjar.cli;

import dev.nightjar.cli.api.ServerClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that talks to a server from its beginning to its end. */
abstract class ServerTask implements Callable<Integer> {

  private final Environment environment;

  @Spec CommandSpec spec;
  @Mixin ClientOptions client;

  ServerTask(Environment environment) {
    this.environment = environment;
  }

  /** Does it; the server is closed afterwards. */
  abstract int run(ServerClient server);

  Environment environment() {
    return environment;
  }

  Terminal terminal() {
    return environment.terminal();
  }

  /** Prints rows as asked for. */
  void print(Listing listing) {
    listing.print(client.format(), terminal());
  }

  /** Tells what is done, as asked for. */
  void print(Done done) {
    done.print(client.format(), terminal());
  }

  boolean isJson() {
    return client.format() == OutputFormat.JSON;
  }

  @Override
  public Integer call() {
    try (ServerClient server = client.connect(environment)) {
      return run(server);
    }
  }
}
