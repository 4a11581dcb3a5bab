package dev.nightjar.clickhouse.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The interface's paths: {@code /ping} and {@code /replicas_status} for those who watch, everything
 * else brings a statement, whatever its path, as in ClickHouse.
 */
public final class HttpInterface {
  private static final byte[] OK = "Ok.\n".getBytes(StandardCharsets.US_ASCII);

  private final Answering answering;

  /**
   * An interface.
   *
   * @param door who may come in
   */
  public HttpInterface(FrontDoor door, ServerFacts facts, HttpOptions options) {
    this.answering = new Answering(door, facts, options);
  }

  /** The paths as Helidon wants them. */
  public HttpRouting.Builder routing() {
    return HttpRouting.builder()
        .get("/ping", HttpInterface::watched)
        .get("/replicas_status", HttpInterface::watched)
        .any(this::any);
  }

  private static void watched(ServerRequest request, ServerResponse response) {
    closeWhereAsked(request, response);
    ok(response);
  }

  /** Helidon keeps a connection open whatever the request says. */
  private static void closeWhereAsked(ServerRequest request, ServerResponse response) {
    if (request
        .headers()
        .first(HeaderNames.CONNECTION)
        .filter("close"::equalsIgnoreCase)
        .isPresent()) {
      response.header(HeaderValues.CONNECTION_CLOSE);
    }
  }

  private void any(ServerRequest request, ServerResponse response) {
    closeWhereAsked(request, response);
    String method = request.prologue().method().text();
    boolean query = request.prologue().hasQuery();
    switch (method) {
      case "POST" -> answering.answer(new Asked(request), new Replied(response));
      case "GET", "HEAD" -> {
        if (query) {
          answering.answer(new Asked(request), new Replied(response));
        } else if (request.path().path().equals("/")) {
          ok(response);
        } else {
          text(response, 404, "There is no handle " + printable(request.path().path()) + "\n");
        }
      }
      case "OPTIONS" -> response.header("Allow", "GET, HEAD, POST, OPTIONS").status(204).send();
      default -> text(response, 405, "Use GET or POST.\n");
    }
  }

  private static void ok(ServerResponse response) {
    response.header(HeaderNames.CONTENT_TYPE, "text/html; charset=UTF-8");
    response.send(OK);
  }

  private static void text(ServerResponse response, int status, String text) {
    response.header(HeaderNames.CONTENT_TYPE, "text/plain; charset=UTF-8");
    response.status(status).send(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  private record Asked(ServerRequest request) implements HttpAsk {
    @Override
    public ClientPresence client() {
      return ClientPresence.of(request);
    }

    @Override
    public String method() {
      return request.prologue().method().text();
    }

    @Override
    public Optional<String> query() {
      return request.prologue().hasQuery()
          ? Optional.of(request.query().rawValue())
          : Optional.empty();
    }

    @Override
    public Optional<String> header(String name) {
      return request.headers().first(HeaderNames.create(name));
    }

    @Override
    public InputStream body() {
      return request.content().hasEntity()
          ? request.content().inputStream()
          : InputStream.nullInputStream();
    }
  }

  private static final class Replied implements Reply {
    private final ServerResponse response;
    private boolean begun;

    Replied(ServerResponse response) {
      this.response = response;
    }

    @Override
    public void header(String name, String value) {
      HeaderName header = HeaderNames.create(name);
      response.headers().set(header, value);
    }

    @Override
    public void send(int status, byte[] body) {
      begun = true;
      response.status(status);
      response.send(body);
    }

    @Override
    public boolean begun() {
      return begun;
    }

    @Override
    public OutputStream body() {
      begun = true;
      return response.outputStream();
    }

    @Override
    public RuntimeException breakOff(String reason) {
      return new CloseConnectionException(reason);
    }
  }
}
