package dev.nightjar.cli.connect;

import dev.nightjar.cli.api.FoundServer;
import dev.nightjar.cli.prompt.Interview;
import dev.nightjar.cli.prompt.Question;
import dev.nightjar.cli.remote.AwsChecks;
import dev.nightjar.cli.remote.Check;
import dev.nightjar.cli.remote.Check.Outcome;
import dev.nightjar.cli.remote.MirrorSource;
import dev.nightjar.project.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Has servers try all that a mirror needs of AWS, the bucket of its exports too, until it is
 * allowed or the person leaves it at that.
 */
final class RightsDialogue {

  /** What can be done where something is not allowed. */
  private enum Remedy {
    AGAIN("Try again, when it is put right"),
    OTHER_BUCKET("Give another bucket"),
    GO_ON("Go on as it is; `nightjar connection check` tries it again");

    private final String text;

    Remedy(String text) {
      this.text = text;
    }
  }

  private static final Question REMEDY = new Question("--bucket", "What now?");

  private final List<FoundServer> servers;
  private final Interview interview;

  RightsDialogue(List<FoundServer> servers, Interview interview) {
    this.servers = List.copyOf(servers);
    this.interview = interview;
  }

  /**
   * Tries. Where nobody can be asked, what is not allowed is told and goes on.
   *
   * @param first the bucket
   * @param another asks for another one
   * @return the bucket that was settled on
   */
  String settle(TableQuestion table, String first, Supplier<String> another) {
    String bucket = first;
    while (true) {
      interview.say("» Trying what the mirror needs of AWS …");
      List<String> refused = refused(table, bucket);
      if (refused.isEmpty()) {
        interview.say("✓ The role may do all that the mirror needs");
        return bucket;
      }
      refused.forEach(line -> interview.say((interview.asks() ? "✗ " : "△ ") + line));
      if (!interview.asks()) {
        return bucket;
      }
      Remedy remedy =
          Remedy.values()[
              interview.choose(REMEDY, Stream.of(Remedy.values()).map(each -> each.text).toList())];
      switch (remedy) {
        case AGAIN -> {}
        case OTHER_BUCKET -> bucket = another.get();
        case GO_ON -> {
          return bucket;
        }
      }
    }
  }

  private List<String> refused(TableQuestion table, String bucket) {
    List<String> lines = new ArrayList<>();
    for (FoundServer server : servers) {
      String from = servers.size() > 1 ? server.side().shown() + ", " : "";
      for (Check check : AwsChecks.of(server.client(), source(table, bucket))) {
        if (check.outcome() == Outcome.FAILED) {
          lines.add(from + check.name() + ": " + check.detail());
        }
      }
    }
    return lines;
  }

  private static MirrorSource source(TableQuestion table, String bucket) {
    return new MirrorSource(
        table.connection(),
        Optional.of(table.region()),
        switch (table.role()) {
          case TableQuestion.Role.Arn(String arn) -> new Value.Literal(arn);
          case TableQuestion.Role.Secret(String name) ->
              new Value.SecretReference(name, Optional.empty());
        },
        Optional.empty(),
        Optional.of(table.tableArn()),
        Optional.of(bucket));
  }
}
