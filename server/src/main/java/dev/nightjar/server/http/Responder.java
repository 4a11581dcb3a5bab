package dev.nightjar.server.http;

import dev.nightjar.clickhouse.LoggableError;
import dev.nightjar.clickhouse.OutcomeUnknownException;
import dev.nightjar.clickhouse.UnavailableException;
import dev.nightjar.dynamodb.failure.LogPace;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what a route gives back, or throws, into an HTTP answer. */
final class Responder {
  private static final Logger LOG = LoggerFactory.getLogger(Responder.class);
  private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int OK = 200;

  /** Nobody is there to be told of it. */
  private static final int CLIENT_LEFT = 499;

  /** Seconds until a client may try again. */
  private static final int SOON = 1;

  private final LogPace pace = new LogPace(BETWEEN_LINES, Clock.systemUTC());

  /**
   * What became of an answer.
   *
   * @param whole whether it was sent to its end; else the connection is to be closed
   */
  record Outcome(int status, boolean whole) {}

  /** Makes and sends the answer. */
  Outcome respond(ServerResponse response, Supplier<Answer> route) {
    try {
      return send(response, route.get());
    } catch (HttpProblem problem) {
      return sendProblem(response, problem);
    } catch (UnavailableException e) {
      if (pace.due("unavailable")) {
        LOG.warn("requests are refused because ClickHouse is not available: {}", e.getMessage());
      }
      return sendProblem(
          response,
          new HttpProblem(
                  503,
                  "ClickHouse is away, or too many queries wait for it. Try again in a moment.",
                  Map.of())
              .retryAfter(SOON));
    } catch (OutcomeUnknownException e) {
      if (pace.due("lost")) {
        LOG.warn("answers of ClickHouse are lost: {}", e.getMessage());
      }
      return sendProblem(
          response,
          new HttpProblem(
                  503,
                  "The connection to ClickHouse was lost before its answer was there. Try again in a"
                      + " moment.",
                  Map.of())
              .retryAfter(SOON));
    } catch (RuntimeException e) {
      Optional<HttpProblem> disk = DiskTrouble.of(e);
      if (disk.isPresent()) {
        LOG.warn("a request failed: {}", disk.get().getMessage());
        return sendProblem(response, disk.get());
      }
      return sendProblem(response, unforeseen(e));
    } catch (StackOverflowError | AssertionError | LinkageError e) {
      // of one request: the server itself goes on
      return sendProblem(response, unforeseen(e));
    }
  }

  private static HttpProblem unforeseen(Throwable error) {
    String reference = UUID.randomUUID().toString();
    LOG.error(
        "a request failed for an unforeseen reason, reference {}",
        reference,
        LoggableError.of(error));
    return new HttpProblem(
        500,
        "Something went wrong inside the server; its log has the reason under " + reference + ".",
        Map.of());
  }

  private Outcome send(ServerResponse response, Answer answer) {
    return switch (answer) {
      case Answer.Json(int status, Object body) -> json(response, status, body);
      case Answer.Text(int status, String contentType, String body) -> {
        response.status(status);
        response.header(HeaderNames.CONTENT_TYPE, contentType);
        yield send(response, status, body.getBytes(StandardCharsets.UTF_8));
      }
      case Answer.Bytes(String contentType, Map<String, String> headers, byte[] body) -> {
        response.header(HeaderNames.CONTENT_TYPE, contentType);
        headers.forEach(response::header);
        yield send(response, OK, body);
      }
      case Answer.Stream stream -> stream(response, stream);
    };
  }

  private static Outcome json(ServerResponse response, int status, Object body) {
    response.status(status);
    response.header(HeaderNames.CONTENT_TYPE, "application/json; charset=utf-8");
    return send(response, status, Json.bytes(body));
  }

  private static Outcome send(ServerResponse response, int status, byte[] body) {
    try {
      response.send(body);
      return new Outcome(status, true);
    } catch (UncheckedIOException | ServerConnectionException e) {
      LOG.debug("a client went away before its answer", LoggableError.of(e));
      return new Outcome(status, false);
    }
  }

  private static Outcome stream(ServerResponse response, Answer.Stream stream) {
    try (Answer.Body body = stream.body()) {
      response.header(HeaderNames.CONTENT_TYPE, stream.contentType());
      stream.headers().forEach(response::header);
      OutputStream out =
          new BufferedOutputStream(new ClientOutput(response.outputStream()), BUFFER_BYTES);
      body.writeTo(out);
      // only a whole body is ended: what breaks off half way must look so to the client
      out.close();
      return new Outcome(OK, true);
    } catch (IOException e) {
      LOG.debug("a client went away in the middle of an answer", LoggableError.of(e));
    } catch (RuntimeException e) {
      LOG.warn("an answer was broken off half way: {}", LoggableError.of(e).getMessage());
    }
    return new Outcome(OK, false);
  }

  private static Outcome sendProblem(ServerResponse response, HttpProblem problem) {
    if (problem.status() == CLIENT_LEFT) {
      return new Outcome(CLIENT_LEFT, false);
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("error", problem.getMessage());
    body.putAll(problem.fields());
    problem.headers().forEach(response::header);
    return json(response, problem.status(), body);
  }
}
