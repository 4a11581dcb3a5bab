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

/** What befalls the rounds: one thing each, all of them in turn. */
final class Misfortunes {

  /** The kinds; each but the last makes the mirror load its table anew, if it loses by it. */
  enum Kind {
    STREAM_TRIMMED,
    STREAM_REPLACED,
    EXPORT_BAD,
    RECOVERY_OFF,
    ROLE_REFUSED
  }

  private final AwsControl control;
  private final AwsClients aws;
  private final FlightTable table;
  private final FlightsStream stream;
  private final String role;
  private final Killer.Readiness serverReady;
  private final SplittableRandom random;
  private final List<Kind> coming = new ArrayList<>();

  Misfortunes(
      AwsControl control,
      AwsClients aws,
      FlightTable table,
      FlightsStream stream,
      String role,
      Killer.Readiness serverReady,
      SplittableRandom random) {
    this.control = control;
    this.aws = aws;
    this.table = table;
    this.stream = stream;
    this.role = role;
    this.serverReady = serverReady;
    this.random = random;
  }

  /** What befalls the next round. */
  Misfortune next() {
    return of(nextKind());
  }

  private Kind nextKind() {
    if (coming.isEmpty()) {
      coming.addAll(List.of(Kind.values()));
      Collections.shuffle(coming, new Random(random.nextLong()));
    }
    return coming.removeFirst();
  }

  private Misfortune of(Kind kind) {
    return switch (kind) {
      case STREAM_TRIMMED ->
          new Episode(
              "stream trimmed",
              state -> isLive(state) && !serverReady.ask(),
              Duration.ZERO,
              stream::trim,
              () -> {});
      case STREAM_REPLACED ->
          new Episode(
              "stream replaced",
              Misfortunes::isLive,
              seconds(1, 90),
              stream::switchOff,
              stream::switchOn);
      case EXPORT_BAD -> BadExport.drawn(control, random);
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
                      () -> table.switchRecovery(true))));
      case ROLE_REFUSED -> roleRefused();
    };
  }

  private Misfortune roleRefused() {
    String trust = aws.trustOf(role);
    return new Episode(
        "role refused",
        Misfortunes::isLive,
        seconds(5, 60),
        () -> {
          aws.trust(role, AwsClients.NOBODY);
          control.expireSessions(role);
        },
        () -> aws.trust(role, trust));
  }

  private static boolean isLive(String state) {
    return state.equals("LIVE");
  }

  private Duration seconds(int from, int to) {
    return Duration.ofMillis(random.nextLong(from * 1000L, to * 1000L));
  }
}
