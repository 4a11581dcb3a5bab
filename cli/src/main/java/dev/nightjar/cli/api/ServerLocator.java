package dev.nightjar.cli.api;

import dev.nightjar.cli.UserException;
import dev.nightjar.cli.api.ProjectConfig.DevMode;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the server that a command talks to: the one that its options name, else that of the nearest
 * {@code .tinyb} or {@code tinybird.config.json} in the folder or above, else that of the current
 * profile, else the local one. A token that is not named comes from where the address came from,
 * else from the server's {@code GET /tokens}, which answers on the same machine only.
 */
public final class ServerLocator {

  private final URI local;
  private final Map<String, String> variables;
  private final ProjectConfig project;
  private final Profiles profiles;

  /**
   * @param folder where the search for a project's configuration begins
   * @param home where the profiles are
   * @param local the local server's address
   * @param variables the environment variables
   * @throws UserException if a configuration is there and cannot be read
   */
  public ServerLocator(Path folder, Path home, URI local, Map<String, String> variables) {
    this.variables = variables;
    this.project = ProjectConfig.of(folder, variables);
    this.profiles = Profiles.of(home, variables);
    this.local = profiles.named(Profiles.LOCAL).map(ServerProfile::base).orElse(local);
  }

  /**
   * A client of a server of this machine, whatever is saved about it: its token is asked for.
   *
   * @throws UnreachableException if nobody answers
   */
  public static ServerClient clientOfMachine(URI base) {
    return new ServerClient(base, sent(localToken(base)));
  }

  /**
   * A client of the server.
   *
   * @throws UserException if an address is malformed, or a token or the server is not known
   * @throws UnreachableException if somebody had to be asked and nobody answers
   */
  public FoundServer find(ServerWish wish) {
    if (wish.host().isPresent()) {
      URI base = ServerAddress.of(wish.host().get());
      Side side = wish.side().orElse(sideOf(base));
      return branch(found(base, wish.token().or(() -> savedToken(base)), side), wish);
    }
    if (wish.profile().isPresent()) {
      String name = wish.profile().get();
      ServerProfile profile =
          profiles
              .named(name)
              .orElseThrow(() ->
                  new UserException(
                      "There is no profile `"
                          + name
                          + "`. `nightjar profile ls` lists them, `nightjar profile add` makes one."));
      Side side = name.equals(Profiles.LOCAL) ? Side.LOCAL : Side.CLOUD;
      return branch(found(profile, wish, side), wish);
    }
    if (wish.side().isPresent() && wish.side().get() == Side.LOCAL) {
      return branch(local(wish.token()), wish);
    }
    if (wish.side().isPresent() || wish.branch().isPresent() && cloudProfile().isPresent()) {
      return branch(cloud(wish), wish);
    }
    return branch(usual(wish), wish);
  }

  /** The server of this machine. */
  public FoundServer local(Optional<String> token) {
    return found(local, token.or(() -> savedToken(local)), Side.LOCAL);
  }

  /** The server that projects are deployed to, if one is known. */
  public Optional<FoundServer> cloud() {
    return cloudProfile().map(profile -> found(profile, ServerWish.NONE, Side.CLOUD));
  }

  /** The server whose branches {@code --branch} names. */
  public FoundServer ofBranches() {
    return cloud().orElseGet(() -> usual(ServerWish.NONE));
  }

  /** Whether a Cloud server is known. */
  public boolean knowsCloud() {
    return cloudProfile().isPresent();
  }

  /** Where the server of this machine is. */
  public URI localAddress() {
    return local;
  }

  /** What the project's folder says. */
  public ProjectConfig project() {
    return project;
  }

  private FoundServer cloud(ServerWish wish) {
    return found(
        cloudProfile()
            .orElseThrow(() ->
                new UserException(
                    "No Cloud server is known. Name it with --host and --token, or once for all:"
                        + " `nightjar profile add cloud --host URL --token TOKEN`.")),
        wish,
        Side.CLOUD);
  }

  /** As Tinybird's clients have it: their variables, then the project, then what is remembered. */
  private Optional<ServerProfile> cloudProfile() {
    Optional<String> host =
        Optional.ofNullable(variables.get("TB_HOST")).filter(text -> !text.isBlank());
    if (host.isPresent()) {
      URI base = ServerAddress.of(host.get());
      return Optional.of(
          new ServerProfile(
              base,
              Optional.ofNullable(variables.get("TB_TOKEN"))
                  .filter(text -> !text.isBlank())
                  .or(() -> savedToken(base))));
    }
    return project
        .base()
        .map(base -> new ServerProfile(base, project.mainToken().or(project::token)))
        .or(() -> profiles.named(Profiles.CLOUD))
        .or(() ->
            profiles
                .current()
                .filter(name -> !name.equals(Profiles.LOCAL))
                .flatMap(profiles::named));
  }

  private FoundServer usual(ServerWish wish) {
    if (project.devMode().filter(mode -> mode == DevMode.LOCAL).isPresent()) {
      return local(wish.token());
    }
    if (project.base().isPresent()) {
      URI base = project.base().get();
      Optional<String> saved = wish.branch().isPresent() ? project.mainToken() : Optional.empty();
      return found(base, wish.token().or(() -> saved.or(project::token)), sideOf(base));
    }
    return profiles
        .current()
        .map(name ->
            found(
                profiles.named(name).orElseThrow(),
                wish,
                name.equals(Profiles.LOCAL) ? Side.LOCAL : Side.CLOUD))
        .orElseGet(() -> local(wish.token()));
  }

  private FoundServer branch(FoundServer main, ServerWish wish) {
    return wish.branch().map(name -> Branches.client(main, name)).orElse(main);
  }

  private Side sideOf(URI base) {
    return base.equals(local) || ServerAddress.isLoopback(base) ? Side.LOCAL : Side.CLOUD;
  }

  private FoundServer found(ServerProfile profile, ServerWish wish, Side side) {
    return found(
        profile.base(), wish.token().or(profile::token).or(() -> savedToken(profile.base())), side);
  }

  private FoundServer found(URI base, Optional<String> token, Side side) {
    String sent = sent(token.map(String::strip).orElseGet(() -> localToken(base)));
    return new FoundServer(side, new ServerClient(base, sent, origin(base, sent)));
  }

  /** Where a token is from, for whoever has to put it right. */
  private String origin(URI base, String token) {
    if (Stream.of(project.token(), project.mainToken())
        .flatMap(Optional::stream)
        .anyMatch(token::equals)) {
      return project.file().map(Path::toString).orElse("");
    }
    if (profiles.tokenOf(base).filter(token::equals).isPresent()) {
      return "the profile of that server";
    }
    return token.equals(variables.get("TB_TOKEN")) ? "TB_TOKEN" : "--token";
  }

  private Optional<String> savedToken(URI base) {
    return project
        .base()
        .filter(base::equals)
        .flatMap(same -> project.token())
        .or(() -> profiles.tokenOf(base));
  }

  private static String localToken(URI base) {
    try (ServerClient anonymous = new ServerClient(base, "")) {
      Answer answer = anonymous.ask("/tokens");
      String token = answer.ok() ? answer.json().path("workspace_admin_token").asString("") : "";
      if (token.isEmpty()) {
        throw new UserException(
            "The server at "
                + base
                + " gives its token only to this same machine. Name one with --token"
                + " (the file `tokens` in the server's data directory holds the admin token).");
      }
      return token;
    }
  }

  /** Whether it can go into a header. */
  private static String sent(String token) {
    if (!token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new UserException(
          "The token has a character in it that no token has. Copy it anew, without quotes and"
              + " spaces.");
    }
    return token;
  }
}
