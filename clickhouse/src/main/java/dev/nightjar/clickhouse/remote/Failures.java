package dev.nightjar.clickhouse.remote;

import com.clickhouse.client.api.ClientException;
import com.clickhouse.client.api.ServerException;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.OutcomeUnknownException;
import dev.nightjar.clickhouse.UnavailableException;
import dev.nightjar.clickhouse.execution.ErrorText;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;

/**
 * What the client's errors mean to a caller: did the statement begin?
 *
 * <p>It surely did not where no connection came about, where too many queries run already, and
 * where somebody who is not ClickHouse refused the request (4xx). It may have begun where a proxy
 * answers 502, 503 or 504: some do so when the server behind them cuts the connection in the
 * middle.
 */
final class Failures {
  /** ClickHouse refuses before it begins: max_concurrent_queries. */
  private static final int TOO_MANY_SIMULTANEOUS_QUERIES = 202;

  private static final Pattern QUERY_ID = Pattern.compile("\\s*\\(queryId= [^)]*\\)\\s*$");
  private static final Pattern STATUS =
      Pattern.compile("(?:Unexpected result status |Server returned ')(\\d{3})");

  private final String address;

  Failures(String address) {
    this.address = address;
  }

  /** The port's error for one of the client's. */
  ClickHouseException of(Throwable thrown) {
    Throwable error = thrown;
    while (error instanceof ExecutionException && error.getCause() != null) {
      error = error.getCause();
    }
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof ClickHouseException known) {
        return known;
      }
      if (cause instanceof ServerException answered) {
        return answered(answered);
      }
      // The client makes ConnectExceptions of the statuses 502 and 503: first these.
      Matcher status = STATUS.matcher(cause.getMessage() == null ? "" : cause.getMessage());
      if (status.find()) {
        return refused(Integer.parseInt(status.group(1)), "", thrown);
      }
      if (neverConnected(cause)) {
        return new UnavailableException(
            "ClickHouse at " + address + " cannot be reached: " + sentence(cause), thrown);
      }
    }
    return new OutcomeUnknownException(
        "the connection to ClickHouse at "
            + address
            + " was lost before its answer was there: "
            + sentence(root(error)),
        thrown);
  }

  private ClickHouseException answered(ServerException error) {
    String text = QUERY_ID.matcher(String.valueOf(error.getMessage())).replaceFirst("");
    if (error.getCode() == ServerException.CODE_UNKNOWN) {
      return refused(error.getTransportProtocolCode(), text, error);
    }
    ClickHouseException known = answered(error.getCode(), text);
    known.initCause(error);
    return known;
  }

  /** For an answer with ClickHouse's error code. */
  ClickHouseException answered(int code, String text) {
    ClickHouseException parsed = ErrorText.parse(text);
    if (code == TOO_MANY_SIMULTANEOUS_QUERIES) {
      return new UnavailableException(
          "ClickHouse at " + address + " runs too many queries already: " + parsed.getMessage());
    }
    return parsed.code() != 0 ? parsed : new ClickHouseException(code, "", text);
  }

  /** For a status that came without ClickHouse's error code. */
  ClickHouseException refused(int status, String text, Throwable cause) {
    String message =
        address
            + " answered HTTP "
            + status
            + " without ClickHouse's error code"
            + (text.isBlank() ? "" : " (" + shortened(text) + ")");
    return status >= 400 && status < 500
        ? new UnavailableException(
            message + ": is it the address of ClickHouse's HTTP interface?", cause)
        : new OutcomeUnknownException(message + ": something stands between, or it fails", cause);
  }

  private static boolean neverConnected(Throwable cause) {
    return cause instanceof ConnectException
        || cause instanceof ConnectTimeoutException
        || cause instanceof HttpConnectTimeoutException
        || cause instanceof UnknownHostException
        || cause instanceof NoRouteToHostException
        || cause instanceof ConnectionRequestTimeoutException
        || cause instanceof SSLHandshakeException
        || cause instanceof SSLPeerUnverifiedException;
  }

  private static Throwable root(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null
        && (root instanceof ClientException
            || root instanceof com.clickhouse.client.api.ClickHouseException)) {
      root = root.getCause();
    }
    return root;
  }

  private static String sentence(Throwable cause) {
    String message = cause.getMessage();
    String text = message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
    return cause instanceof UnknownHostException
        ? "there is no host of that name (" + text + ")"
        : cause instanceof IOException ? text : cause.getClass().getSimpleName() + ": " + text;
  }

  private static String shortened(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() > 200 ? line.substring(0, 200) + "…" : line;
  }
}
