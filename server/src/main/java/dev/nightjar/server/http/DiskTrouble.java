package dev.nightjar.server.http;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.UnavailableException;
import dev.nightjar.mirror.ledger.StateUnavailableException;
import java.util.Map;
import java.util.Optional;

/**
 * Errors that no request is to blame for, and no bug: a full disk is answered with 507, what cannot
 * be reached for now with 503. Either may be sent again later.
 */
public final class DiskTrouble {
  private static final int NOT_ENOUGH_SPACE = 243;

  private DiskTrouble() {}

  /** Such an error as it is answered; empty where it is none. */
  public static Optional<HttpProblem> of(Throwable error) {
    return switch (error) {
      case StateUnavailableException state ->
          Optional.of(problem(state.full() ? 507 : 503, state.getMessage()));
      case UnavailableException unavailable ->
          Optional.of(
              problem(503, "ClickHouse cannot be reached now: " + unavailable.getMessage()));
      case ClickHouseException refused when isFullDisk(refused) ->
          Optional.of(
              problem(507, "The disk of ClickHouse is full. Free space on it and try again."));
      default -> Optional.empty();
    };
  }

  /** Whether ClickHouse says that its disk is full. */
  public static boolean isFullDisk(ClickHouseException error) {
    return error.code() == NOT_ENOUGH_SPACE
        || error.getMessage().contains("No space left on device");
  }

  private static HttpProblem problem(int status, String message) {
    return new HttpProblem(status, message, Map.of());
  }
}
