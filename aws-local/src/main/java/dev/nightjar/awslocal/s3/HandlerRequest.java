package dev.nightjar.awslocal.s3;

import static java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME;

import dev.nightjar.awslocal.http.HttpCall;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.Enumeration;

/** A call as s3proxy's handler reads it. */
final class HandlerRequest extends HttpServletRequestWrapper {

  private final HttpCall call;
  private final S3Target target;

  HandlerRequest(HttpCall call, S3Target target) {
    super(BareServlet.REQUEST);
    this.call = call;
    this.target = target;
  }

  @Override
  public String getMethod() {
    return call.method();
  }

  @Override
  public String getScheme() {
    return "http";
  }

  @Override
  public String getRequestURI() {
    return target.path();
  }

  @Override
  public StringBuffer getRequestURL() {
    return new StringBuffer("http://").append(call.header("Host")).append(target.path());
  }

  @Override
  public String getHeader(String name) {
    return call.headers(name).stream().findFirst().orElse(null);
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    return Collections.enumeration(call.headers(name));
  }

  @Override
  public Enumeration<String> getHeaderNames() {
    return Collections.enumeration(call.headerNames());
  }

  @Override
  public long getDateHeader(String name) {
    String value = getHeader(name);
    if (value == null) {
      return -1;
    }
    try {
      return ZonedDateTime.parse(value, RFC_1123_DATE_TIME).toInstant().toEpochMilli();
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(name + " is not a date: " + value, e);
    }
  }

  @Override
  public String getContentType() {
    return getHeader("Content-Type");
  }

  @Override
  public long getContentLengthLong() {
    return call.contentLength().orElse(-1);
  }

  @Override
  public String getParameter(String name) {
    return target.query().get(name);
  }

  @Override
  public Enumeration<String> getParameterNames() {
    return Collections.enumeration(target.query().keySet());
  }

  @Override
  public String toString() {
    return call.method() + " " + target.path();
  }
}
