package dev.nightjar.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.file.Path;
import java.util.logging.LogManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Where log lines go; decided by the command, not by a file on the class path. */
public final class Logging {

  /** What a line is about, such as the mirror and the shard, stands behind it. */
  private static final String LINE =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0} %msg%replace( [%X]){' \\[\\]', ''}%n";

  /** How a log line is written. */
  enum Format {
    /** One line of text each. */
    TEXT,
    /** One JSON object each. */
    JSON
  }

  private Logging() {}

  /** Warnings only, on standard error: for commands whose output is their result. */
  static void quiet() {
    configure(Level.ERROR, console(Format.TEXT));
  }

  /** Everything a server's operator wants to know, on standard error. */
  static void server(Format format) {
    configure(Level.INFO, console(format));
  }

  /** The same into a file, for commands that draw on the terminal. */
  public static void file(Path file) {
    FileAppender<ILoggingEvent> appender = new FileAppender<>();
    appender.setFile(file.toString());
    configure(Level.INFO, appender(appender, Format.TEXT));
  }

  private static void configure(Level level, Appender<ILoggingEvent> appender) {
    ch.qos.logback.classic.Logger root =
        (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.setLevel(level);
    ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger("dev.nightjar")).setLevel(level);
    root.addAppender(appender);
    // The HTTP server's library logs to the JDK's own logger, which would write in a form of its
    // own.
    LogManager.getLogManager().getLogger("").setLevel(java.util.logging.Level.WARNING);
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    for (String library :
        new String[] {"io.helidon", "software.amazon", "org.apache", "org.flywaydb", "org.gaul"}) {
      ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger(library)).setLevel(Level.WARN);
    }
    // It warns of every failed request, which whoever made it tells better.
    ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger("com.clickhouse"))
        .setLevel(Level.ERROR);
  }

  private static Appender<ILoggingEvent> console(Format format) {
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setTarget("System.err");
    return appender(appender, format);
  }

  private static Appender<ILoggingEvent> appender(
      OutputStreamAppender<ILoggingEvent> appender, Format format) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    appender.setContext(context);
    appender.setEncoder(encoder(format, context));
    appender.start();
    return appender;
  }

  private static Encoder<ILoggingEvent> encoder(Format format, LoggerContext context) {
    EncoderBase<ILoggingEvent> encoder =
        switch (format) {
          case JSON -> {
            JsonEncoder json = new JsonEncoder();
            json.setWithFormattedMessage(true);
            yield json;
          }
          case TEXT -> {
            PatternLayoutEncoder text = new PatternLayoutEncoder();
            text.setPattern(LINE);
            yield text;
          }
        };
    encoder.setContext(context);
    encoder.start();
    return encoder;
  }
}
