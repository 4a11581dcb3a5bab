package dev.nightjar.server.clients;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What the servers of this process log of paths that a client asked for and nobody serves. */
final class UnknownPathsSeen implements AutoCloseable {
  private final Logger log =
      (Logger) LoggerFactory.getLogger("dev.nightjar.server.http.UnknownPaths");
  private final Level before = log.getLevel();
  private final ListAppender<ILoggingEvent> seen = new ListAppender<>();

  UnknownPathsSeen() {
    log.setLevel(Level.INFO);
    seen.start();
    log.addAppender(seen);
  }

  /** The lines, each with its client. */
  List<String> paths() {
    return List.copyOf(seen.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Override
  public void close() {
    log.detachAppender(seen);
    log.setLevel(before);
  }
}
