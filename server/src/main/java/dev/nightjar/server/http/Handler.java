package dev.nightjar.server.http;

/** Answers one kind of request. */
public interface Handler {
  /**
   * @throws HttpProblem for an answer that is an error
   */
  Answer answer(Exchange exchange);
}
