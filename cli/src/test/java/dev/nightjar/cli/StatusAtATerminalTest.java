package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code status --watch} as a person sees it. */
class StatusAtATerminalTest {
  private static final String HIDE_CURSOR = "\u001b[?25l";
  private static final String SHOW_CURSOR = "\u001b[?25h";

  /** Wider than a terminal: what matters is at its end. */
  private static final String LONG = "A sentence of what happened and of what to do. ".repeat(4);

  @TempDir Path folder;

  @Test
  void itDrawsAgainOutlivesTheServersAbsenceAndGivesTheTerminalBack() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body =
              "[{\"datasource\": \"orders\", \"state\": \"LIVE\", \"message\": \"%s look %d\"}]"
                  .formatted(LONG, looks.incrementAndGet())
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    try (TerminalSession terminal =
        new TerminalSession("xterm", folder, address, "--token t status --watch")) {
      terminal.see(HIDE_CURSOR);
      terminal.see("orders");
      terminal.see("look 2");
      server.stop(0);
      terminal.see("No Nightjar server answers");
      terminal.type(TerminalSession.CONTROL_C);
      terminal.see(SHOW_CURSOR);

      assertThat(terminal.exitCode()).isEqualTo(130);
    } finally {
      server.stop(0);
    }
  }
}
