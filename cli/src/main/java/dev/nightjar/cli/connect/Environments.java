package dev.nightjar.cli.connect;

import dev.nightjar.cli.UserException;
import dev.nightjar.cli.api.Answer;
import dev.nightjar.cli.api.FoundServer;
import dev.nightjar.cli.api.Json;
import dev.nightjar.cli.api.Profiles;
import dev.nightjar.cli.api.ServerAddress;
import dev.nightjar.cli.api.ServerClient;
import dev.nightjar.cli.api.ServerException;
import dev.nightjar.cli.api.ServerLocator;
import dev.nightjar.cli.api.ServerProfile;
import dev.nightjar.cli.api.ServerWish;
import dev.nightjar.cli.api.Side;
import dev.nightjar.cli.api.UnreachableException;
import dev.nightjar.cli.prompt.Interview;
import dev.nightjar.cli.prompt.Question;
import dev.nightjar.project.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The servers that a connection may be for: the one that the command is for, and the other of Local
 * and Cloud. The other one is looked for when it is needed.
 */
public final class Environments implements AutoCloseable {

  private final FoundServer own;
  private final ServerLocator locator;
  private final Supplier<Profiles> profiles;
  private Optional<FoundServer> other = Optional.empty();

  /**
   * @param own the server that the command is for; closed with this
   * @param profiles where a Cloud that is made known is kept
   */
  public Environments(FoundServer own, ServerLocator locator, Supplier<Profiles> profiles) {
    this.own = own;
    this.locator = locator;
    this.profiles = profiles;
  }

  /** The one that the command is for. */
  FoundServer own() {
    return own;
  }

  /** Which one the other is. */
  Side otherSide() {
    return own.side() == Side.LOCAL ? Side.CLOUD : Side.LOCAL;
  }

  /** Whether anything is known of the other one, without asking it. */
  boolean knowsOther() {
    return own.side() == Side.CLOUD || locator.knowsCloud();
  }

  /** The account that a server assumes roles from. */
  sealed interface Account {

    /** Its number. */
    record Known(String id) implements Account {}

    /** The server has no credentials, or AWS does not accept them. */
    record Lacking(String problem) implements Account {}
  }

  /** The account that a server assumes roles from. */
  static Account account(FoundServer server) {
    Answer answer = server.client().ask(RolePolicies.SETTINGS);
    if (answer.ok()) {
      return new Account.Known(answer.json().path("account_id").asString(""));
    }
    String problem = Json.errorOf(answer);
    if (problem.contains("no AWS credentials") || problem.startsWith("invalid_credentials")) {
      return new Account.Lacking(problem);
    }
    throw new ServerException(answer.status(), problem);
  }

  /** The servers of those sides, the command's own first. */
  List<FoundServer> of(List<Side> sides, Interview interview) {
    List<FoundServer> servers = new ArrayList<>();
    if (sides.contains(own.side())) {
      servers.add(own);
    }
    if (sides.contains(otherSide())) {
      servers.add(other(interview));
    }
    return servers;
  }

  /**
   * The other one; a Cloud that is not known yet is asked for and remembered.
   *
   * @throws UserException if it does not answer
   */
  private FoundServer other(Interview interview) {
    if (other.isEmpty()) {
      try {
        other = Optional.of(found(interview));
      } catch (UnreachableException e) {
        throw new UserException(
            "%s does not answer: %s".formatted(otherSide().shown(), e.getMessage()), e);
      }
    }
    return other.get();
  }

  private FoundServer found(Interview interview) {
    if (otherSide() == Side.LOCAL) {
      return locator.local(Optional.empty());
    }
    return locator.cloud().orElseGet(() -> asked(interview));
  }

  private FoundServer asked(Interview interview) {
    if (!interview.asks()) {
      throw new UserException(
          "No Cloud server is known: `nightjar profile add cloud --host URL --token TOKEN`.");
    }
    String host =
        interview.answer(
            new Question(
                "--host", "Address of the Cloud server, such as https://nightjar.example.com"),
            Optional.empty(),
            Environments::address);
    String token =
        interview.answer(
            new Question("--token", "Its admin token (the file `tokens` in its data directory)"),
            Optional.empty(),
            Reading.Read::new);
    FoundServer cloud = locator.find(wish(host, token));
    cloud.client().get("/v1/workspace");
    profiles
        .get()
        .with(Profiles.CLOUD, new ServerProfile(ServerAddress.of(host), Optional.of(token)));
    interview.say("✓ remembered as the profile cloud");
    return cloud;
  }

  private static ServerWish wish(String host, String token) {
    return new ServerWish(
        Optional.of(host),
        Optional.of(token),
        Optional.empty(),
        Optional.of(Side.CLOUD),
        Optional.empty());
  }

  private static Reading<String> address(String text) {
    try {
      return new Reading.Read<>(ServerAddress.of(text).toString());
    } catch (UserException e) {
      return new Reading.Refused<>(e.getMessage());
    }
  }

  @Override
  public void close() {
    own.close();
    other.map(FoundServer::client).ifPresent(ServerClient::close);
  }
}
