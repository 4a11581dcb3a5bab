package dev.nightjar.clickhouse.remote;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server on a socket that answers what a script says, down to the byte: whole answers, halves,
 * nothing. What the client asks at its start it answers as a ClickHouse 25.8 would, unless the
 * script does.
 */
final class ScriptedServer implements Closeable {
  private final ServerSocket listening;
  private final Script script;
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  ScriptedServer(Script script) throws IOException {
    this(script, 0);
  }

  ScriptedServer(Script script, int port) throws IOException {
    this.listening = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    this.script = script;
    Thread.ofVirtual().start(this::accept);
  }

  /** Answers a request, or leaves it to the usual answers. */
  interface Script {
    /** False where the request is none of its business. */
    boolean answer(Received request, OutputStream out) throws Exception;
  }

  /**
   * A request.
   *
   * @param url path and query, decoded
   * @param head request line and headers
   * @param body as it came; less when the client gave up
   * @param whole whether the body came to its end
   */
  record Received(String url, String head, byte[] body, boolean whole) {
    String sql() {
      return url.contains("query=INSERT") ? url : new String(body, UTF_8);
    }
  }

  static byte[] answer(String status, String headers, String body) {
    byte[] bytes = body.getBytes(UTF_8);
    return ("HTTP/1.1 "
            + status
            + "\r\n"
            + headers
            + "Content-Length: "
            + bytes.length
            + "\r\n\r\n"
            + body)
        .getBytes(UTF_8);
  }

  static byte[] ok(String body) {
    return answer("200 OK", "X-ClickHouse-Summary: {\"written_rows\":\"1\"}\r\n", body);
  }

  static byte[] error(String status, int code, String text) {
    return answer(status, "X-ClickHouse-Exception-Code: " + code + "\r\n", text);
  }

  /** The beginning of an answer in chunks. */
  static byte[] chunked() {
    return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(UTF_8);
  }

  static byte[] chunk(String body) {
    return (Integer.toHexString(body.getBytes(UTF_8).length) + "\r\n" + body + "\r\n")
        .getBytes(UTF_8);
  }

  static byte[] lastChunk() {
    return "0\r\n\r\n".getBytes(UTF_8);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + listening.getLocalPort());
  }

  List<Received> received() {
    return received;
  }

  /** The requests whose SQL contains a text. */
  List<Received> received(String sql) {
    return received.stream().filter(request -> request.sql().contains(sql)).toList();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        if (!listening.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      for (Received request = read(in); request != null; request = read(in)) {
        received.add(request);
        if (!script.answer(request, out)) {
          usual(request, out);
        }
        out.flush();
      }
    } catch (Exception e) {
      // The script ends a connection by throwing, the client by closing it.
    } finally {
      open.remove(socket);
    }
  }

  private static void usual(Received request, OutputStream out) throws IOException {
    String sql = request.sql();
    if (sql.contains("version() AS version")) {
      out.write(ok("version\treadonly\n25.8.2.29\t0\n"));
    } else if (sql.contains("FROM system.settings")) {
      out.write(ok("name\ninsert_allow_materialized_columns\n"));
    } else if (sql.contains("AS nothing")) {
      out.write(ok("nothing\n0\n"));
    } else if (sql.startsWith("CHECK GRANT")) {
      out.write(ok("result\n1\n"));
    } else if (sql.contains("getSetting('readonly')")) {
      out.write(
          ok(
              "max_execution_time\tmax_memory_usage\tmax_threads\treadonly\n60\t2147483648\t2\t1\n"));
    } else if (sql.contains("system.disks")) {
      out.write(ok("local\n1\n"));
    } else if (sql.contains("`processes`")) {
      out.write(ok("runs\n0\n"));
    } else {
      out.write(ok(""));
    }
  }

  private static Received read(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        return null;
      }
      head.write(next);
    }
    String text = head.toString(ISO_8859_1);
    String url = URLDecoder.decode(text.split(" ", 3)[1], UTF_8);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    boolean whole =
        text.toLowerCase().contains("transfer-encoding: chunked")
            ? readChunks(in, body)
            : readLength(in, length(text), body);
    return new Received(url, text, body.toByteArray(), whole);
  }

  private static int length(String head) {
    return head.lines()
        .filter(line -> line.toLowerCase().startsWith("content-length:"))
        .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
        .findFirst()
        .orElse(0);
  }

  private static boolean readLength(InputStream in, int length, OutputStream body)
      throws IOException {
    byte[] bytes = in.readNBytes(length);
    body.write(bytes);
    return bytes.length == length;
  }

  private static boolean readChunks(InputStream in, OutputStream body) throws IOException {
    while (true) {
      String size = line(in);
      if (size.isEmpty()) {
        return false;
      }
      int length = Integer.parseInt(size, 16);
      if (!readLength(in, length, body)) {
        return false;
      }
      line(in);
      if (length == 0) {
        return true;
      }
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    int next = in.read();
    while (next >= 0 && next != '\n') {
      if (next != '\r') {
        line.append((char) next);
      }
      next = in.read();
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
