package dev.nightjar.awslocal.s3;

import dev.nightjar.awslocal.http.HttpCall;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Optional;
import org.gaul.s3proxy.S3ProxyHandler;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedMultipartUpload;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** All buckets and objects, in memory or in a folder. Thread-safe. */
public final class S3Store implements AutoCloseable {

  private static final long LARGEST_SINGLE_PUT = 5L << 30;
  private static final long LARGEST_SIGNED_BODY = 5L << 30;
  private static final int LARGEST_CHUNK = 16 << 20;
  private static final int CLOCK_SKEW_SECONDS = 15 * 60;

  private final BlobStore blobs;
  private final S3ProxyHandler handler;

  private S3Store(BlobStore blobs) {
    this.blobs = blobs;
    // who calls is known before the handler is asked: it is not to judge signatures
    this.handler =
        new S3ProxyHandler(
            blobs,
            AuthenticationType.NONE,
            null,
            null,
            null,
            LARGEST_SINGLE_PUT,
            LARGEST_SIGNED_BODY,
            LARGEST_CHUNK,
            true,
            null,
            "",
            CLOCK_SKEW_SECONDS);
  }

  /** Objects that are gone when the process is. */
  public static S3Store inMemory() {
    return new S3Store(new TransientNio2BlobStore());
  }

  /**
   * Objects as files of a folder, which is made if it is not there; ETags and metadata are kept in
   * extended attributes.
   *
   * @throws IOException if the folder cannot be made, or its file system keeps no extended
   *     attributes
   */
  public static S3Store inFolder(Path folder) throws IOException {
    Files.createDirectories(folder);
    UserDefinedFileAttributeView attributes =
        Files.getFileAttributeView(folder, UserDefinedFileAttributeView.class);
    if (attributes == null
        || !Files.getFileStore(folder)
            .supportsFileAttributeView(UserDefinedFileAttributeView.class)) {
      throw new IOException(
          folder
              + ": this file system keeps no extended attributes, which S3 objects need. Choose"
              + " another data directory, or none to keep objects in memory.");
    }
    return new S3Store(new FilesystemNio2BlobStore(folder.toString()));
  }

  /** Carries out a request; the answer is {@code response}, which still has to be finished. */
  void handle(HttpCall call, S3Target target, HandlerResponse response) throws IOException {
    HandlerRequest request = new HandlerRequest(call, target);
    handler.doHandle(
        request, request, response, SignedBody.of(call), new S3ProxyHandler.RequestContext());
  }

  /** Whether there is such a bucket. */
  public boolean bucketExists(String bucket) {
    return blobs.containerExists(bucket);
  }

  /** Stores a small object by a single put. */
  public void put(String bucket, String key, String contentType, byte[] content) {
    blobs.putBlob(
        PutObjectRequest.builder()
            .bucket(bucket)
            .key(key)
            .contentType(contentType)
            .contentLength((long) content.length)
            .build(),
        new ByteArrayInputStream(content));
  }

  /**
   * Stores an object as an upload of one part, as DynamoDB's exports do.
   *
   * @return the object's ETag without quotes; it ends in {@code -1}
   */
  public String putAsOnePart(
      String bucket, String key, String contentType, InputStream content, long length) {
    MultipartUpload upload =
        blobs.initiateMultipartUpload(
            CreateMultipartUploadRequest.builder()
                .bucket(bucket)
                .key(key)
                .contentType(contentType)
                .build());
    String partTag =
        blobs
            .uploadMultipartPart(
                upload,
                UploadPartRequest.builder().partNumber(1).contentLength(length).build(),
                content)
            .eTag();
    CompletedMultipartUpload parts =
        CompletedMultipartUpload.builder()
            .parts(CompletedPart.builder().partNumber(1).eTag(partTag).build())
            .build();
    String tag =
        blobs
            .completeMultipartUpload(
                upload,
                CompleteMultipartUploadRequest.builder()
                    .bucket(bucket)
                    .key(key)
                    .multipartUpload(parts)
                    .build())
            .eTag();
    return tag.replace("\"", "");
  }

  /** The bytes of an object, if it is there. */
  public Optional<byte[]> read(String bucket, String key) {
    if (!blobs.blobExists(bucket, key)) {
      return Optional.empty();
    }
    try (InputStream content = blobs.getBlob(bucket, key)) {
      return Optional.of(content.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes an object, if it is there. */
  public void delete(String bucket, String key) {
    blobs.removeBlob(bucket, key);
  }

  @Override
  public void close() {
    blobs.close();
  }
}
