package dev.nightjar.awslocal.s3;

import dev.nightjar.awslocal.operation.Invocation;
import java.io.OutputStream;

/** Stands between an object's bytes and the socket. */
@FunctionalInterface
public interface BodyFilter {

  /**
   * @param call the request, such as {@code S3.GetObject} with Bucket and Key
   * @param socket where the body goes
   * @return what the body is written to instead; it writes to the socket, or throws {@link
   *     dev.nightjar.awslocal.operation.ConnectionCut}
   */
  OutputStream apply(Invocation call, OutputStream socket);
}
