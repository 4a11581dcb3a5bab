package dev.nightjar.awslocal.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nightjar.awslocal.http.HttpCall;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * The answer to a call as s3proxy's handler writes it: documents are gathered and sent whole, an
 * object's bytes go straight to the socket.
 */
final class HandlerResponse extends HttpServletResponseWrapper {

  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final HttpCall call;
  private final UnaryOperator<OutputStream> filter;
  private final ByteArrayOutputStream document = new ByteArrayOutputStream();
  private PrintWriter writer;
  private Body body;

  /**
   * @param filter what stands between an object's bytes and the socket
   */
  HandlerResponse(HttpCall call, UnaryOperator<OutputStream> filter) {
    super(BareServlet.RESPONSE);
    this.call = call;
    this.filter = filter;
  }

  /** Sends what was not sent yet. */
  void finish() throws IOException {
    if (body != null) {
      body.close();
    }
    if (writer != null) {
      writer.flush();
    }
    if (call.begun()) {
      return;
    }
    if (document.size() > 0) {
      call.send(document.toByteArray());
    } else {
      call.send();
    }
  }

  @Override
  public void setStatus(int status) {
    call.status(status);
  }

  @Override
  public int getStatus() {
    return call.status();
  }

  @Override
  public void sendError(int status) {
    call.status(status);
  }

  @Override
  public void sendError(int status, String message) {
    call.status(status);
  }

  @Override
  public void setHeader(String name, String value) {
    call.setHeader(name, value);
  }

  @Override
  public void addHeader(String name, String value) {
    call.addHeader(name, value);
  }

  @Override
  public void addDateHeader(String name, long epochMillis) {
    call.addHeader(name, HTTP_DATE.format(Instant.ofEpochMilli(epochMillis)));
  }

  @Override
  public boolean containsHeader(String name) {
    return call.responseHeader(name).isPresent();
  }

  @Override
  public String getHeader(String name) {
    return call.responseHeader(name).orElse(null);
  }

  @Override
  public void setContentType(String type) {
    call.setHeader("Content-Type", type);
  }

  @Override
  public void setCharacterEncoding(String encoding) {
    if (!encoding.equalsIgnoreCase("UTF-8")) {
      throw new IllegalArgumentException("documents are written in UTF-8, not " + encoding);
    }
  }

  @Override
  public boolean isCommitted() {
    return call.begun();
  }

  @Override
  public PrintWriter getWriter() {
    if (writer == null) {
      writer = new PrintWriter(new OutputStreamWriter(document, UTF_8));
    }
    return writer;
  }

  @Override
  public ServletOutputStream getOutputStream() {
    if (body == null) {
      body = new Body();
    }
    return body;
  }

  /**
   * Begins the answer with its first byte, so that a failure to read the object can still be told.
   */
  private final class Body extends ServletOutputStream {

    private OutputStream socket;
    private boolean broken;

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (socket == null) {
        socket = filter.apply(call.stream());
      }
      try {
        socket.write(bytes, offset, length);
      } catch (IOException | RuntimeException e) {
        broken = true;
        throw e;
      }
    }

    @Override
    public void flush() throws IOException {
      if (socket != null) {
        socket.flush();
      }
    }

    /** Ends the answer, unless its body is not whole: then the end of the connection is to tell. */
    @Override
    public void close() throws IOException {
      if (socket != null && !broken) {
        socket.close();
      }
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      throw new IllegalStateException("this answer is written by the thread that serves the call");
    }
  }
}
