package dev.nightjar.cli.connect;

import dev.nightjar.cli.UserException;
import dev.nightjar.cli.api.FoundServer;
import dev.nightjar.cli.api.Side;
import dev.nightjar.cli.connect.Environments.Account;
import dev.nightjar.cli.prompt.Interview;
import dev.nightjar.cli.prompt.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The question which environments use a connection. */
record EnvironmentDialogue(Environments environments, Interview interview) {

  /**
   * The servers of the environments that were chosen and that work in an account of AWS; what the
   * others lack is said.
   *
   * @param given the answer, where it was an option of the command
   * @throws UserException if none is left
   */
  List<FoundServer> able(Optional<List<Side>> given) {
    List<Side> chosen =
        given.orElseGet(() -> interview.asks() ? asked() : List.of(environments.own().side()));
    List<FoundServer> able = new ArrayList<>();
    List<String> lacking = new ArrayList<>();
    for (FoundServer server : environments.of(chosen, interview)) {
      switch (Environments.account(server)) {
        case Account.Known _ -> able.add(server);
        case Account.Lacking(String problem) -> lacking.add(lacking(server, problem));
      }
    }
    if (able.isEmpty()) {
      throw new UserException(
          String.join("\n", lacking) + "\nNo environment is left that could assume a role.");
    }
    lacking.forEach(
        problem -> interview.say("△ " + problem + " The connection goes on without it."));
    return List.copyOf(able);
  }

  private List<Side> asked() {
    int preset = environments.knowsOther() ? 2 : environments.own().side() == Side.LOCAL ? 0 : 1;
    int chosen =
        interview.choose(
            new Question(
                "--environments",
                "Which environments will use this connection? (The trust policy lists their AWS accounts.)"),
            List.of("Local only", "Cloud only", "Both"),
            preset);
    return switch (chosen) {
      case 0 -> List.of(Side.LOCAL);
      case 1 -> List.of(Side.CLOUD);
      default -> List.of(Side.LOCAL, Side.CLOUD);
    };
  }

  private static String lacking(FoundServer server, String problem) {
    return "%s (%s): %s%s"
        .formatted(
            server.side().shown(),
            server.client().base(),
            problem,
            server.side() == Side.LOCAL
                ? " `nightjar local restart --use-aws-creds` starts it with those of this machine."
                : "");
  }
}
