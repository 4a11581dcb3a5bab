package dev.nightjar.server.http;

import dev.nightjar.clickhouse.http.ClientPresence;
import dev.nightjar.server.rights.Permission;
import dev.nightjar.server.rights.Rights;
import dev.nightjar.server.workspace.Workspace;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** One request as the routes see it. */
public final class Exchange {
  /** The largest body that is read: a project of 50 MB passes. */
  static final int MAX_BODY_BYTES = 64 << 20;

  /**
   * The largest form or text that a route reads unless it says otherwise. Such a body is read
   * before the rights of its sender are known, and takes many times its size as parameters or JSON.
   */
  static final int MAX_TEXT_BYTES = 1 << 20;

  private static final int MAX_PARTS = 20_000;

  private final ServerRequest request;
  private final Parameters query;
  private final Caller caller;

  Exchange(ServerRequest request, Parameters query, Caller caller) {
    this.request = request;
    this.query = query;
    this.caller = caller;
  }

  public Parameters query() {
    return query;
  }

  /** A placeholder of the route's path, decoded. */
  public String path(String name) {
    return request.path().pathParameters().get(name);
  }

  public Caller caller() {
    return caller;
  }

  /**
   * The workspace that the request is about.
   *
   * @throws IllegalStateException when the route did not ask for {@link Access#WORKSPACE} or {@link
   *     Access#SCOPED}
   */
  public Workspace workspace() {
    return switch (caller) {
      case Caller.Admin(Workspace workspace) -> workspace;
      case Caller.Holder holder -> holder.workspace();
      case Caller.User _, Caller.Anonymous _ ->
          throw new IllegalStateException("this route does not ask for a workspace's token");
    };
  }

  /** What the caller's token allows in the {@link #workspace}. */
  public Rights rights() {
    return switch (caller) {
      case Caller.Admin _ -> Rights.ALL;
      case Caller.Holder holder -> holder.rights();
      case Caller.User _, Caller.Anonymous _ -> Rights.NONE;
    };
  }

  /**
   * Goes on only where the caller's token allows it.
   *
   * @throws HttpProblem 403 otherwise
   */
  public void require(Permission permission) {
    if (!rights().allow(permission)) {
      throw HttpProblem.forbidden("This needs a token with the scope " + permission.word() + ".");
    }
  }

  /**
   * Goes on only where the caller's token allows it for that data source or pipe.
   *
   * @throws HttpProblem 403 otherwise
   */
  public void require(Permission permission, String resource) {
    if (!rights().allow(permission, resource)) {
      throw HttpProblem.forbidden(
          "This needs a token with the scope " + permission.word() + ":" + resource + ".");
    }
  }

  /** {@code GET}, {@code POST} … */
  public String method() {
    return request.prologue().method().text();
  }

  /** The path as it came, without the query string. */
  public String requestedPath() {
    return request.path().path();
  }

  /** Whether the client is still there. */
  public ClientPresence client() {
    return ClientPresence.of(request);
  }

  /** The name of the caller's token, no secret. */
  public String tokenName() {
    return switch (caller) {
      case Caller.Admin _ -> "admin";
      case Caller.User _ -> "user";
      case Caller.Holder holder -> holder.token();
      case Caller.Anonymous _ -> "";
    };
  }

  /** What tells the caller's token apart from all others of its workspace, no secret. */
  public String tokenKey() {
    return switch (caller) {
      case Caller.Holder holder -> holder.kind() + " " + holder.token();
      default -> tokenName();
    };
  }

  /** The address of whoever is at the other end of the connection. */
  public Optional<InetAddress> peer() {
    return request.remotePeer().address() instanceof InetSocketAddress address
        ? Optional.ofNullable(address.getAddress())
        : Optional.empty();
  }

  /** The {@code Host} header. */
  public Optional<String> host() {
    return request
        .headers()
        .first(HeaderNames.HOST)
        .or(() -> Optional.ofNullable(request.authority()));
  }

  /** A path of this server as an address, as the caller reached the server. */
  public String url(String path) {
    return "http://" + host().orElse("localhost") + path;
  }

  /**
   * The whole body.
   *
   * @throws HttpProblem 413 when it is larger than {@link #MAX_BODY_BYTES}
   */
  public byte[] body() {
    return body(MAX_BODY_BYTES);
  }

  private byte[] body(int most) {
    if (!request.content().hasEntity()) {
      return new byte[0];
    }
    if (request.headers().contentLength().orElse(0) > most) {
      throw tooLarge(most);
    }
    try (InputStream in = request.content().inputStream()) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw tooLarge(most);
      }
      return bytes;
    } catch (IOException e) {
      throw HttpProblem.badRequest("The body ended too early, or is not chunked as it says.");
    }
  }

  private static HttpProblem tooLarge(int most) {
    return HttpProblem.tooLarge(
        "The body is larger than "
            + (most >> 20 > 0 ? (most >> 20) + " MB" : (most >> 10) + " KB")
            + ", the most that this request may send.");
  }

  /**
   * The body as it comes, however large it is; to be read once, and not with the other methods.
   *
   * @return empty bytes where there is none
   */
  public InputStream stream() {
    return request.content().hasEntity()
        ? request.content().inputStream()
        : InputStream.nullInputStream();
  }

  /**
   * The file that the request brings, as it comes, however large it is.
   *
   * @throws HttpProblem 400 when a multipart body has none, or cannot be read
   */
  public Upload upload() {
    return contentType()
        .filter(type -> type.toLowerCase(java.util.Locale.ROOT).startsWith("multipart/form-data"))
        .map(type -> Multipart.firstFile(type, stream()))
        .orElseGet(() -> new Upload(Optional.empty(), stream()));
  }

  /** The first value of a header. */
  public Optional<String> header(String name) {
    return request.headers().first(HeaderNames.create(name));
  }

  /**
   * The body as a text.
   *
   * @throws HttpProblem 413 when it is larger than {@link #MAX_TEXT_BYTES}
   */
  public String text() {
    return text(MAX_TEXT_BYTES);
  }

  /**
   * The body as a text.
   *
   * @param most how many bytes it may have
   * @throws HttpProblem 413 when it has more
   */
  public String text(int most) {
    return new String(body(most), StandardCharsets.UTF_8);
  }

  /**
   * The query's parameters and, in a form, the body's; the body wins.
   *
   * @throws HttpProblem 413 when the form is larger than {@link #MAX_TEXT_BYTES}, or has too many
   *     parameters
   */
  public Parameters parameters() {
    return isForm() ? Parameters.parse(text()).orElse(query) : query;
  }

  public boolean isForm() {
    return contentType()
        .filter(type -> type.startsWith("application/x-www-form-urlencoded"))
        .isPresent();
  }

  /**
   * The parts of a multipart body; none where the body is empty.
   *
   * @throws HttpProblem 400 when there is a body of another kind
   */
  public List<UploadedFile> parts() {
    byte[] body = body();
    if (body.length == 0) {
      return List.of();
    }
    String type =
        contentType()
            .filter(
                value -> value.toLowerCase(java.util.Locale.ROOT).startsWith("multipart/form-data"))
            .orElseThrow(() ->
                HttpProblem.badRequest(
                    "Send the project's files as multipart/form-data, each named data_project://."));
    return Multipart.read(type, new ByteArrayInputStream(body), MAX_PARTS);
  }

  private Optional<String> contentType() {
    return request.headers().first(HeaderNames.CONTENT_TYPE);
  }
}
