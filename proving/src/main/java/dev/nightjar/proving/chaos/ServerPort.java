package dev.nightjar.proving.chaos;

import dev.nightjar.project.SourceFile;
import dev.nightjar.proving.flights.AwsClients;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The server's HTTP interface, as its clients use it. Every method but {@link #ready} throws {@link
 * NoAnswerException} where there is no answer, or one that says no.
 */
public interface ServerPort extends AutoCloseable {

  /**
   * What the server says of a mirror.
   *
   * @param state its state, such as LIVE
   * @param generation how often its table was loaded, or is being loaded
   * @param reason a code, empty where there is none
   * @param explanation the reason and the message, where there are any
   * @param caughtUpAt before when every acknowledged change is visible
   * @param boundary from when on changes come from the stream
   */
  record Mirror(
      String state,
      long generation,
      String reason,
      String explanation,
      Optional<Instant> caughtUpAt,
      Optional<Instant> boundary) {}

  /** There was no answer, or one that says no. */
  final class NoAnswerException extends RuntimeException {

    /** With what the client made of it. */
    public NoAnswerException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Whether it says that it is ready. */
  boolean ready();

  /**
   * Makes the role that the server assumes, from the server's own policies.
   *
   * @return its ARN
   */
  String createRole(AwsClients aws, String bucket);

  /** Stores a secret. */
  void setSecret(String name, String value);

  /** Makes these files the whole project; what is not among them is dropped. */
  void deploy(List<SourceFile> files);

  /** A mirror; empty where the server has none of that name. */
  Optional<Mirror> mirror(String datasource);

  /** Lets a mirror go on that was paused, or has stopped. */
  void resume(String datasource);

  /**
   * Loads a mirror's table anew.
   *
   * @param allowDeletes however many items are gone
   */
  void resync(String datasource, boolean allowDeletes);

  /** Reads the lines of a query's result as they come. */
  void lines(String sql, Consumer<Stream<String>> reader);

  @Override
  void close();
}
