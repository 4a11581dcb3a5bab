package dev.nightjar.clickhouse.http;

import java.io.IOException;
import java.io.OutputStream;

/** Where an answer goes. */
interface Reply {

  /** States a header, before {@link #send} or {@link #body}; a name may come several times. */
  void header(String name, String value);

  /** Answers with a whole body. */
  void send(int status, byte[] body);

  /** Answers 200 with a body that is written bit by bit; closing it ends it. */
  OutputStream body() throws IOException;

  /** Whether an answer was begun, so that there can be no other. */
  boolean begun();

  /**
   * Ends a body so that nobody takes it for whole: the connection is closed instead of it.
   *
   * @return to be thrown
   */
  RuntimeException breakOff(String reason);
}
