package dev.nightjar.dynamodb.connection;

import dev.nightjar.dynamodb.failure.TransientException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Takes the bytes of an answer away from the SDK before it builds objects out of them. The SDK
 * signs, sends, repeats and reads errors as ever; of a good answer it sees an empty object.
 * DynamoDB's checksum of the body is checked here instead.
 */
final class RecordCapture implements ExecutionInterceptor {
  /** A call that carries this has its answer's bytes put there. */
  static final ExecutionAttribute<Answer> ANSWER = new ExecutionAttribute<>("NightjarAnswer");

  private static final String CHECKSUM = "x-amz-crc32";
  private static final byte[] EMPTY_OBJECT = "{}".getBytes(StandardCharsets.UTF_8);
  private static final int FIRST_GUESS = 64 * 1024;

  /** The bytes of one answer; of the last attempt, where the SDK made several. */
  static final class Answer {
    private byte[] body = new byte[0];
    private int length;
    private Optional<String> checksum = Optional.empty();

    byte[] body() {
      return body;
    }

    int length() {
      return length;
    }
  }

  @Override
  public SdkHttpResponse modifyHttpResponse(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    SdkHttpResponse response = context.httpResponse();
    Answer answer = attributes.getAttribute(ANSWER);
    if (answer == null || !response.isSuccessful()) {
      return response;
    }
    answer.checksum = response.firstMatchingHeader(CHECKSUM);
    answer.length =
        response
            .firstMatchingHeader("Content-Length")
            .map(RecordCapture::toLength)
            .orElse(FIRST_GUESS);
    // The SDK would compare it with the empty object.
    return response.toBuilder().removeHeader(CHECKSUM).build();
  }

  private static int toLength(String header) {
    try {
      return Math.clamp(Long.parseLong(header.strip()), 0, 64 * 1024 * 1024);
    } catch (NumberFormatException notANumber) {
      return FIRST_GUESS;
    }
  }

  @Override
  public Optional<InputStream> modifyHttpResponseContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    Answer answer = attributes.getAttribute(ANSWER);
    if (answer == null || !context.httpResponse().isSuccessful()) {
      return context.responseBody();
    }
    InputStream body =
        context
            .responseBody()
            .orElseThrow(() -> {
              String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
              return new TransientException(
                  operation, "", "the answer to " + operation + " has no body", null);
            });
    try (body) {
      read(body, answer);
    } catch (IOException broken) {
      throw RetryableException.create(
          "the answer's body did not arrive whole: " + broken.getMessage(), broken);
    }
    verify(answer);
    return Optional.of(new ByteArrayInputStream(EMPTY_OBJECT));
  }

  private static void read(InputStream body, Answer answer) throws IOException {
    // One byte more than announced, so that the end is seen without growing.
    byte[] bytes = new byte[answer.length + 1];
    int length = 0;
    while (true) {
      int count = body.read(bytes, length, bytes.length - length);
      if (count < 0) {
        break;
      }
      length += count;
      if (length == bytes.length) {
        bytes = Arrays.copyOf(bytes, length * 2);
      }
    }
    answer.body = bytes;
    answer.length = length;
  }

  private static void verify(Answer answer) {
    if (answer.checksum.isEmpty()) {
      return;
    }
    var crc = new CRC32();
    crc.update(answer.body, 0, answer.length);
    if (!answer.checksum.get().strip().equals(Long.toString(crc.getValue()))) {
      throw RetryableException.create(
          "the answer's body does not have the CRC32 that its header says");
    }
  }
}
