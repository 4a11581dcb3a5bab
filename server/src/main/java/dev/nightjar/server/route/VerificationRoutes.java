package dev.nightjar.server.route;

import dev.nightjar.mirror.Mirrors;
import dev.nightjar.mirror.status.MirrorStatus;
import dev.nightjar.mirror.verify.Sample;
import dev.nightjar.mirror.verify.VerificationFailedException;
import dev.nightjar.mirror.verify.VerificationStatus;
import dev.nightjar.mirror.verify.VerificationWish;
import dev.nightjar.server.http.Access;
import dev.nightjar.server.http.Answer;
import dev.nightjar.server.http.Api;
import dev.nightjar.server.http.Exchange;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.http.Parameters;
import dev.nightjar.server.live.LiveSets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * {@code /v1/mirrors/{datasource}/verification}: compares a mirror with its table. It goes on by
 * itself once it has begun, whether or not anybody asks how far it is.
 */
public final class VerificationRoutes {
  private static final String PATH = "/v1/mirrors/{datasource}/verification";

  private final Mirrors mirrors;
  private final NamedMirrors named;

  public VerificationRoutes(Mirrors mirrors, LiveSets liveSets) {
    this.mirrors = mirrors;
    this.named = new NamedMirrors(mirrors, liveSets);
  }

  /** Adds the routes. */
  public void addTo(Api api) {
    api.post(PATH, Access.WORKSPACE, this::start);
    api.get(PATH, Access.WORKSPACE, this::get);
    api.delete(PATH, Access.WORKSPACE, this::cancel);
  }

  private Answer start(Exchange exchange) {
    MirrorStatus mirror = named.require(exchange);
    VerificationWish wish = wish(exchange.parameters());
    try {
      VerificationStatus begun = mirrors.verify(mirror.id(), wish);
      return new Answer.Json(202, VerificationJson.of(mirror.datasource(), begun));
    } catch (VerificationFailedException e) {
      throw new HttpProblem(409, e.getMessage(), Map.of("code", e.code()));
    }
  }

  private Answer get(Exchange exchange) {
    return answer(named.require(exchange));
  }

  private Answer cancel(Exchange exchange) {
    MirrorStatus mirror = named.require(exchange);
    mirrors.cancelVerification(mirror.id());
    return answer(mirror);
  }

  private Answer answer(MirrorStatus mirror) {
    return mirrors
        .verification(mirror.id())
        .map(status -> Answer.ok(VerificationJson.of(mirror.datasource(), status)))
        .orElseThrow(() ->
            HttpProblem.notFound(
                "The mirror of '"
                    + mirror.datasource()
                    + "' has not been verified since the server's start."));
  }

  private static VerificationWish wish(Parameters parameters) {
    Sample sample =
        parameters
            .first("sample")
            .map(VerificationRoutes::sample)
            .orElse(VerificationWish.USUAL.sample());
    return new VerificationWish(
        parameters
            .first("read_capacity")
            .map(VerificationRoutes::capacity)
            .orElse(OptionalDouble.empty()),
        sample,
        parameters
            .first("limit")
            .map(VerificationRoutes::limit)
            .orElse(VerificationWish.USUAL_LIMIT));
  }

  private static Sample sample(String text) {
    try {
      return Sample.parse(text);
    } catch (IllegalArgumentException e) {
      throw HttpProblem.badRequest(e.getMessage());
    }
  }

  private static OptionalDouble capacity(String text) {
    double units = number(text).orElse(0.0);
    if (!(units > 0) || units > 1e9) {
      throw HttpProblem.badRequest(
          "read_capacity is a number of read capacity units a second above 0, not '" + text + "'.");
    }
    return OptionalDouble.of(units);
  }

  private static Optional<Double> number(String text) {
    try {
      return Optional.of(Double.valueOf(text));
    } catch (NumberFormatException e) {
      // Told as what is no number of units.
      return Optional.empty();
    }
  }

  private static int limit(String text) {
    if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) > VerificationWish.MOST) {
      throw HttpProblem.badRequest(
          "limit is a number of differences from 0 to "
              + VerificationWish.MOST
              + ", not '"
              + text
              + "'.");
    }
    return Integer.parseInt(text);
  }
}
