package dev.nightjar.awslocal.http;

import java.io.IOException;

/**
 * One way in which AWS's services are spoken to: answers every call that is handed to it, refusals
 * included.
 */
public interface Protocol {

  /**
   * @throws IOException if the client is gone
   */
  void answer(HttpCall call) throws IOException;
}
