package dev.nightjar.server.http;

import dev.nightjar.clickhouse.LoggableError;
import dev.nightjar.clickhouse.OutcomeUnknownException;
import dev.nightjar.clickhouse.UnavailableException;
import dev.nightjar.dynamodb.failure.LogPace;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
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

  private final LogPace pace = new LogPace(BETWEEN_LINES, Clock.systemUTC());

  /** Makes and sends the answer; returns its status. */
  int respond(ServerResponse response, Supplier<Answer> route) {
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
              Map.of()));
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
              Map.of()));
    } catch (RuntimeException e) {
      Optional<HttpProblem> disk = DiskTrouble.of(e);
      if (disk.isPresent()) {
        LOG.warn("a request failed: {}", disk.get().getMessage());
        return sendProblem(response, disk.get());
      }
      String reference = UUID.randomUUID().toString();
      LOG.error(
          "a request failed for an unforeseen reason, reference {}",
          reference,
          LoggableError.of(e));
      return sendProblem(
          response,
          new HttpProblem(
              500,
              "Something went wrong inside the server; its log has the reason under "
                  + reference
                  + ".",
              Map.of()));
    }
  }

  private int send(ServerResponse response, Answer answer) {
    return switch (answer) {
      case Answer.Json(int status, Object body) -> json(response, status, body);
      case Answer.Text(int status, String contentType, String body) -> {
        response.status(status);
        response.header(HeaderNames.CONTENT_TYPE, contentType);
        response.send(body.getBytes(StandardCharsets.UTF_8));
        yield status;
      }
      case Answer.Stream stream -> stream(response, stream);
    };
  }

  private static int json(ServerResponse response, int status, Object body) {
    response.status(status);
    response.header(HeaderNames.CONTENT_TYPE, "application/json; charset=utf-8");
    response.send(Json.bytes(body));
    return status;
  }

  private static int stream(ServerResponse response, Answer.Stream stream) {
    try (Answer.Body body = stream.body()) {
      response.header(HeaderNames.CONTENT_TYPE, stream.contentType());
      stream.headers().forEach(response::header);
      OutputStream out = new BufferedOutputStream(response.outputStream(), BUFFER_BYTES);
      body.writeTo(out);
      // only a whole body is ended: what breaks off half way must look so to the client
      out.close();
    } catch (IOException e) {
      LOG.debug("a client went away in the middle of an answer", LoggableError.of(e));
    }
    return 200;
  }

  private static int sendProblem(ServerResponse response, HttpProblem problem) {
    if (response.isSent()) {
      // its message may quote rows, and the client has seen some of them already
      LOG.warn("an answer was cut short by an error that is a {} to clients", problem.status());
      return problem.status();
    }
    problem.headers().forEach((name, value) -> response.header(HeaderNames.create(name), value));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("error", problem.getMessage());
    body.putAll(problem.fields());
    return json(response, problem.status(), body);
  }
}
