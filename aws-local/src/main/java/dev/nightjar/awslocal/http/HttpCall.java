package dev.nightjar.awslocal.http;

import dev.nightjar.awslocal.credentials.RequestHead;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One request and the answer to it. Used by one thread. */
public final class HttpCall implements RequestHead {

  private final ServerRequest request;
  private final ServerResponse response;
  private boolean begun;

  HttpCall(ServerRequest request, ServerResponse response) {
    this.request = request;
    this.response = response;
  }

  @Override
  public String method() {
    return request.prologue().method().text();
  }

  @Override
  public String rawPath() {
    return request.prologue().uriPath().rawPath();
  }

  @Override
  public String rawQuery() {
    return request.prologue().query().rawValue();
  }

  @Override
  public List<String> headers(String name) {
    HeaderName header = HeaderNames.create(name);
    return request.headers().contains(header)
        ? request.headers().get(header).allValues()
        : List.of();
  }

  /** The names of all headers, as they came. */
  public List<String> headerNames() {
    List<String> names = new ArrayList<>();
    for (Header header : request.headers()) {
      names.add(header.name());
    }
    return names;
  }

  /** Whether the request came over loopback. */
  public boolean fromThisMachine() {
    return request.remotePeer().address() instanceof InetSocketAddress peer
        && peer.getAddress() != null
        && peer.getAddress().isLoopbackAddress();
  }

  /** The length that the request states, if it does. */
  public OptionalLong contentLength() {
    return request.headers().contentLength();
  }

  /** The body, to be read once; empty if there is none. */
  public InputStream body() {
    return request.content().hasEntity()
        ? request.content().inputStream()
        : InputStream.nullInputStream();
  }

  /** Sets the status of the answer. */
  public void status(int status) {
    response.status(status);
  }

  /** The status of the answer as it is now. */
  public int status() {
    return response.status().code();
  }

  /** Replaces a header of the answer. */
  public void setHeader(String name, String value) {
    response.headers().set(HeaderNames.create(name), value);
  }

  /** Adds one more value to a header of the answer. */
  public void addHeader(String name, String value) {
    response.headers().add(HeaderValues.create(name, value));
  }

  /** A header of the answer, if it is set. */
  public Optional<String> responseHeader(String name) {
    return response.headers().first(HeaderNames.create(name));
  }

  /** Ends the answer with this body. */
  public void send(byte[] body) {
    begun = true;
    response.send(body);
  }

  /** Ends the answer without a body. */
  public void send() {
    begun = true;
    response.send();
  }

  /** Begins the answer: its body is what is written here, and ends when the stream is closed. */
  public OutputStream stream() {
    begun = true;
    return response.outputStream();
  }

  /** Whether the answer was begun. */
  public boolean begun() {
    return begun;
  }
}
