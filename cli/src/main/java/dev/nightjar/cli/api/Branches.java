package dev.nightjar.cli.api;

import dev.nightjar.cli.UserException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The branches of a workspace, by {@code /v1/environments}. */
public final class Branches {

  private Branches() {}

  /** The branches as the server tells them. */
  public static List<JsonNode> all(ServerClient main) {
    List<JsonNode> branches = new ArrayList<>();
    main.get("/v1/environments").path("environments").forEach(branches::add);
    return branches;
  }

  /**
   * A branch with its {@code id} and {@code token}.
   *
   * @return empty where there is none of that name
   */
  public static Optional<JsonNode> named(ServerClient main, String name) {
    Answer answer = main.ask("/v0/environments/" + ServerClient.encode(name) + "?with_token=true");
    return answer.status() == 404
        ? Optional.empty()
        : Optional.of(answer.required().json()).filter(branch -> branch.hasNonNull("token"));
  }

  /**
   * The same.
   *
   * @throws UserException where there is none of that name
   */
  public static JsonNode require(ServerClient main, String name) {
    return named(main, name)
        .orElseThrow(() ->
            new UserException(
                "There is no branch `"
                    + name
                    + "`. `nightjar branch ls` lists them, `nightjar branch create "
                    + name
                    + "` makes it."));
  }

  /** A client of a branch; closes that of its workspace. */
  static FoundServer client(FoundServer main, String name) {
    try (ServerClient parent = main.client()) {
      return new FoundServer(
          Side.CLOUD,
          new ServerClient(parent.base(), require(parent, name).path("token").asString("")));
    }
  }
}
