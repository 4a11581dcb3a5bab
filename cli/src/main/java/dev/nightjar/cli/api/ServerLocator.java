package dev.nightjar.cli.api;

import dev.nightjar.cli.UserException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Finds the server that a command talks to: the one named on the command line, else that of the
 * nearest {@code .tinyb} file in the folder or above, else the local one. A token that is not named
 * comes from that file, if it is of the same server, else from the server's {@code GET /tokens},
 * which answers on the same machine only.
 */
public final class ServerLocator {

  private final Path folder;
  private final URI local;

  /**
   * @param folder where the search for {@code .tinyb} begins
   * @param local the local server's address
   */
  public ServerLocator(Path folder, URI local) {
    this.folder = folder;
    this.local = local;
  }

  /**
   * A client of the server.
   *
   * @param host the address that the user named, with or without scheme
   * @param token the token that the user named
   * @throws UserException if the address or a {@code .tinyb} is malformed, or a token is missing
   * @throws UnreachableException if the token had to be asked for and nobody answers
   */
  public ServerClient find(Optional<String> host, Optional<String> token) {
    Optional<Saved> saved = host.isPresent() && token.isPresent() ? Optional.empty() : saved();
    URI base = host.map(ServerLocator::address).or(() -> saved.map(Saved::host)).orElse(local);
    Optional<String> known =
        token.or(() -> saved.filter(file -> file.host().equals(base)).map(Saved::token));
    return new ServerClient(base, sent(known.map(String::strip).orElseGet(() -> localToken(base))));
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

  private static URI address(String host) {
    String text = host.contains("://") ? host : "http://" + host;
    try {
      URI uri = URI.create(text.replaceAll("/+$", ""));
      if (uri.getHost() != null
          && (uri.getScheme().equals("http") || uri.getScheme().equals("https"))) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw new UserException(malformed(host), e);
    }
    throw new UserException(malformed(host));
  }

  private static String malformed(String host) {
    return "`" + host + "` is no server address. Write it like http://localhost:7181.";
  }

  private Optional<Saved> saved() {
    for (Path at = folder.toAbsolutePath(); at != null; at = at.getParent()) {
      Path file = at.resolve(".tinyb");
      if (Files.isRegularFile(file)) {
        return read(file);
      }
    }
    return Optional.empty();
  }

  private static Optional<Saved> read(Path file) {
    try {
      JsonNode json = Json.parse(Files.readString(file));
      String host = json.path("host").asString("");
      String token = json.path("token").asString("");
      return host.isEmpty() || token.isEmpty()
          ? Optional.empty()
          : Optional.of(new Saved(address(host), token));
    } catch (IOException e) {
      throw new UserException(file + " cannot be read: " + e.getMessage() + ".", e);
    } catch (JacksonException e) {
      throw new UserException(
          file + " is not JSON. Mend or delete it; it holds {\"host\":…,\"token\":…}.", e);
    }
  }

  private record Saved(URI host, String token) {}
}
