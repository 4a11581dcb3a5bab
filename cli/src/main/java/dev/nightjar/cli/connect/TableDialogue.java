package dev.nightjar.cli.connect;

import dev.nightjar.cli.Environment;
import dev.nightjar.cli.Pause;
import dev.nightjar.cli.UserException;
import dev.nightjar.cli.api.FoundServer;
import dev.nightjar.cli.prompt.Interview;
import dev.nightjar.cli.prompt.Question;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Has the server look at a table until it can be mirrored, or the person leaves it at that. */
final class TableDialogue {

  /** What can be done about a table that is refused. */
  private enum Remedy {
    AGAIN("Try again, when it is put right"),
    SWITCH_ON(
        "Let Nightjar switch on the table's stream and PITR (as --enable does), and try again"),
    OTHER_ROLE("Give another role"),
    OTHER_TABLE("Give another table"),
    LATER("Write the connection without a table; `nightjar datasource create --dynamodb` adds it");

    private final String text;

    Remedy(String text) {
      this.text = text;
    }
  }

  /**
   * What looking came to.
   *
   * @param question the last question: its table and role are the ones that were settled on
   * @param table empty if the table is left for later
   */
  record Settled(TableQuestion question, Optional<TableFacts> table) {}

  private static final Question REMEDY = new Question("--table-arn", "What now?");

  private final Interview interview;
  private final List<FoundServer> servers;
  private final Supplier<Waiting> waiting;
  private final Duration patience;

  /**
   * @param out where the dialogue is shown
   * @param patience how long a role is tried that AWS does not let the server assume
   */
  TableDialogue(
      Environment environment,
      List<FoundServer> servers,
      Interview interview,
      PrintWriter out,
      Duration patience) {
    this.interview = interview;
    this.servers = List.copyOf(servers);
    this.waiting = () -> new Waiting(out, environment.terminal().interactive());
    this.patience = patience;
  }

  /**
   * Looks at a table whose role is just being set up, so that everything may be changed.
   *
   * @throws UserException if it is refused and nobody can be asked
   */
  Settled ofNewRole(TableQuestion first, RoleDialogue roles) {
    TableQuestion question = first;
    while (true) {
      Verdict verdict = look(question);
      if (verdict instanceof Verdict.Usable(TableFacts table)) {
        return new Settled(question, Optional.of(table));
      }
      switch (remedy((Verdict.Refused) verdict, question, List.of(Remedy.values()))) {
        case AGAIN -> {}
        case SWITCH_ON -> question = question.enabling();
        case OTHER_ROLE ->
            question = question.withRole(new TableQuestion.Role.Arn(roles.anotherRole()));
        case OTHER_TABLE -> question = question.withTable(anotherTable(question));
        case LATER -> {
          return new Settled(question, Optional.empty());
        }
      }
    }
  }

  /**
   * Looks at a table for a connection that is there.
   *
   * @throws UserException if it is refused and nobody can be asked
   */
  Settled ofConnection(TableQuestion first) {
    List<Remedy> remedies = List.of(Remedy.AGAIN, Remedy.SWITCH_ON, Remedy.OTHER_TABLE);
    TableQuestion question = first;
    while (true) {
      Verdict verdict = look(question);
      if (verdict instanceof Verdict.Usable(TableFacts table)) {
        return new Settled(question, Optional.of(table));
      }
      switch (remedy((Verdict.Refused) verdict, question, remedies)) {
        case SWITCH_ON -> question = question.enabling();
        case OTHER_TABLE -> question = question.withTable(anotherTable(question));
        default -> {}
      }
    }
  }

  /** Each server must be let in; what they say of the table is the same. */
  private Verdict look(TableQuestion question) {
    Verdict verdict = null;
    for (FoundServer server : servers) {
      interview.say(
          "» Validating "
              + question.tableArn()
              + (servers.size() > 1 ? " from " + server.side().shown() : "")
              + " …");
      try (Waiting shown = waiting.get()) {
        verdict =
            new TableValidation(server.client(), Clock.systemUTC(), Pause.REAL)
                .lookPatiently(question, patience, shown);
      }
      if (verdict instanceof Verdict.Refused refused) {
        return servers.size() > 1 ? refused.in(server.side().shown()) : refused;
      }
    }
    tell(((Verdict.Usable) verdict).table());
    return verdict;
  }

  private void tell(TableFacts table) {
    interview.say("✓ DynamoDB validation passed");
    interview.say("  Streams view type: " + table.streamViewType());
    interview.say("  Table size bytes: " + table.sizeBytes());
    interview.say("  Table write capacity units: " + table.writeCapacityUnits());
    for (KeyAttribute key : table.keys()) {
      interview.say(
          "  "
              + (key.sort() ? "Sort key: " : "Partition key: ")
              + key.name()
              + switch (key.type()) {
                case S -> " (string)";
                case N -> " (number)";
                case B -> " (binary; its column is a String with the bytes in base64)";
              });
    }
    table.messages().forEach(message -> interview.say("△ " + message));
  }

  private Remedy remedy(Verdict.Refused refused, TableQuestion question, List<Remedy> all) {
    if (!interview.asks()) {
      throw new UserException(refused.line());
    }
    interview.say("✗ " + refused.line());
    List<Remedy> remedies = new ArrayList<>(all);
    if (question.enable() || !refused.canBeSwitchedOn()) {
      remedies.remove(Remedy.SWITCH_ON);
    }
    return remedies.get(
        interview.choose(REMEDY, remedies.stream().map(remedy -> remedy.text).toList()));
  }

  private String anotherTable(TableQuestion question) {
    return interview.answer(
        new Question("--table-arn", "ARN of the table", Optional.of(question.tableArn())),
        Optional.empty(),
        text -> AnswerChecks.tableArn(text, question.region()));
  }
}
