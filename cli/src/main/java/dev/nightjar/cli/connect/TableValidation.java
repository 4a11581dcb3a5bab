package dev.nightjar.cli.connect;

import dev.nightjar.cli.Pause;
import dev.nightjar.cli.api.Answer;
import dev.nightjar.cli.api.Json;
import dev.nightjar.cli.api.ServerClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Has a server look at tables, by {@code POST /v1/integrations/dynamodb/validate}. */
final class TableValidation {

  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(2);
  private static final Pattern CODED =
      Pattern.compile("([a-z]+(?:_[a-z]+)+): (.*)", Pattern.DOTALL);

  private final ServerClient server;
  private final InstantSource clock;
  private final Pause pause;

  TableValidation(ServerClient server, InstantSource clock, Pause pause) {
    this.server = server;
    this.clock = clock;
    this.pause = pause;
  }

  /** One look. */
  Verdict look(TableQuestion question) {
    Answer answer = server.post("/v1/integrations/dynamodb/validate", question.json());
    return answer.ok() ? new Verdict.Usable(TableFacts.of(answer.json())) : refused(answer);
  }

  /**
   * Looks again and again while the role is not let in: what is new in IAM reaches all of AWS after
   * seconds only.
   *
   * @param patience how long at most
   * @param waiting told before each pause why it is needed, and how much of the time is left
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency">eventual
   *     consistency of IAM</a>
   */
  Verdict lookPatiently(
      TableQuestion question, Duration patience, BiConsumer<Verdict.Refused, Duration> waiting) {
    Instant end = clock.instant().plus(patience);
    while (true) {
      Verdict verdict = look(question);
      Duration left = Duration.between(clock.instant(), end);
      if (!(verdict instanceof Verdict.Refused refused)
          || !refused.mayPass()
          || !left.isPositive()) {
        return verdict;
      }
      waiting.accept(refused, left);
      pause.sleep(left.compareTo(BETWEEN_TRIES) < 0 ? left : BETWEEN_TRIES);
    }
  }

  private static Verdict.Refused refused(Answer answer) {
    JsonNode error = answer.json().path("error");
    if (error.isObject()) {
      return new Verdict.Refused(
          error.path("reason").asString(""),
          error.path("message").asString("The table is refused."));
    }
    String text = Json.errorOf(answer);
    Matcher coded = CODED.matcher(text);
    return coded.matches()
        ? new Verdict.Refused(coded.group(1), coded.group(2))
        : new Verdict.Refused("", text);
  }
}
