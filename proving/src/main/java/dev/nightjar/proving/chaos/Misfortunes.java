package dev.nightjar.proving.chaos;

import dev.nightjar.proving.flights.AwsClients;
import dev.nightjar.proving.flights.FlightTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;

/** What befalls the rounds: one thing each, all that were wished for in turn. */
final class Misfortunes {

  private final List<MisfortuneKind> kinds;
  private final AwsControl control;
  private final AwsClients aws;
  private final FlightTable table;
  private final FlightsStream stream;
  private final String role;
  private final ServerPort server;
  private final MirrorWatch watch;
  private final Strike strike;
  private final SplittableRandom random;
  private final List<MisfortuneKind> coming = new ArrayList<>();
  private int turns;
  private final List<String> comingFaults = new ArrayList<>();

  /**
   * @param kinds which; none of them befalls a round where it is empty
   * @param strike ends the server in the middle of something
   */
  Misfortunes(
      List<MisfortuneKind> kinds,
      AwsControl control,
      AwsClients aws,
      FlightTable table,
      FlightsStream stream,
      String role,
      ServerPort server,
      MirrorWatch watch,
      Strike strike,
      SplittableRandom random) {
    this.kinds = kinds;
    this.control = control;
    this.aws = aws;
    this.table = table;
    this.stream = stream;
    this.role = role;
    this.server = server;
    this.watch = watch;
    this.strike = strike;
    this.random = random;
  }

  /** Ends the server, and starts it again. */
  @FunctionalInterface
  interface Strike {
    /** While it does that, for the count. */
    void in(String phase) throws InterruptedException;
  }

  /** How many have not had their first turn. */
  int yetToCome() {
    return Math.max(0, kinds.size() - turns);
  }

  /**
   * What befalls a round.
   *
   * @param kind what was wished for
   */
  record Befalling(MisfortuneKind kind, Misfortune misfortune) {}

  /** What befalls the next round, in which this is deployed. */
  Optional<Befalling> next(FlightsProject project) {
    if (kinds.isEmpty()) {
      return Optional.empty();
    }
    MisfortuneKind kind = next(kinds, coming);
    turns++;
    return Optional.of(new Befalling(kind, of(kind, project)));
  }

  /** Each of them once, in an order that is drawn, before one comes again. */
  private <T> T next(List<T> all, List<T> left) {
    if (left.isEmpty()) {
      left.addAll(all);
      Collections.shuffle(left, new Random(random.nextLong()));
    }
    return left.removeFirst();
  }

  private Misfortune of(MisfortuneKind kind, FlightsProject project) {
    return switch (kind) {
      case STREAM_TRIMMED ->
          new Episode(
              "stream trimmed",
              state -> isLive(state) && !server.ready(),
              Duration.ZERO,
              () -> stream.trim(watch.caughtUpAt()),
              () -> {},
              true);
      case STREAM_REPLACED ->
          new Episode(
              "stream replaced",
              Misfortunes::isLive,
              seconds(1, 90),
              stream::switchOff,
              stream::switchOn,
              true);
      case EXPORT_BAD -> BadExport.of(nextFault(), 1, control, random);
      case EXPORT_BAD_TWICE -> BadExport.of(nextFault(), 2, control, random);
      case RECOVERY_OFF ->
          new BadExport(
              control,
              "failure",
              1,
              seconds(5, 20),
              Optional.of(
                  new Episode(
                      "recovery off",
                      state -> !isLive(state),
                      seconds(5, 60),
                      () -> table.switchRecovery(false),
                      () -> table.switchRecovery(true),
                      false)));
      case SCHEMA_CHANGED -> new ChangedSchema(project, server, strike);
      case ROLE_REFUSED -> roleRefused();
      case EXPORT_FAILED,
          EXPORT_FILE_MISSING,
          EXPORT_FILE_TRUNCATED,
          EXPORT_FILE_DAMAGED,
          EXPORT_FILES_SWAPPED,
          EXPORT_ITEM_LOST,
          EXPORT_FILE_MISCOUNTED,
          EXPORT_SUMMARY_MISCOUNTED,
          EXPORT_MANIFEST_SHORT,
          EXPORT_MANIFEST_MISSING ->
          BadExport.of(kind.exportFault().orElseThrow(), 1, control, random);
    };
  }

  private String nextFault() {
    return next(MisfortuneKind.exportFaults(), comingFaults);
  }

  private Misfortune roleRefused() {
    String trust = aws.trustOf(role);
    boolean atOnce = random.nextBoolean();
    return new Episode(
        "role refused",
        state -> atOnce || isLive(state),
        seconds(5, 60),
        () -> {
          aws.trust(role, AwsClients.NOBODY);
          control.expireSessions(role);
        },
        () -> aws.trust(role, trust),
        false);
  }

  private static boolean isLive(String state) {
    return state.equals("LIVE");
  }

  private Duration seconds(int from, int to) {
    return Duration.ofMillis(random.nextLong(from * 1000L, to * 1000L));
  }
}
