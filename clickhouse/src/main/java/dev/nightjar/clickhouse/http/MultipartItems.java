package dev.nightjar.clickhouse.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.commons.fileupload2.core.AbstractFileUpload;
import org.apache.commons.fileupload2.core.DiskFileItem;
import org.apache.commons.fileupload2.core.DiskFileItemFactory;
import org.apache.commons.fileupload2.core.FileItemInputIterator;
import org.apache.commons.fileupload2.core.FileUploadException;
import org.apache.commons.fileupload2.core.RequestContext;

/** The parts of a {@code multipart/form-data} body as they come; nothing is written to disk. */
public final class MultipartItems {
  private MultipartItems() {}

  /**
   * Begins to read.
   *
   * @param contentType the request's Content-Type with its boundary
   * @param body the body, already limited in size by whoever opened it
   * @throws FileUploadException when the body is no multipart
   */
  public static FileItemInputIterator of(String contentType, InputStream body)
      throws FileUploadException {
    return new Upload().getItemIterator(new Context(contentType, body));
  }

  private static final class Upload
      extends AbstractFileUpload<Context, DiskFileItem, DiskFileItemFactory> {
    @Override
    public FileItemInputIterator getItemIterator(Context context) throws FileUploadException {
      setHeaderCharset(StandardCharsets.UTF_8);
      try {
        return super.getItemIterator((RequestContext) context);
      } catch (FileUploadException e) {
        throw e;
      } catch (IOException e) {
        throw new FileUploadException("cannot read the multipart body", e);
      }
    }

    @Override
    public Map<String, List<DiskFileItem>> parseParameterMap(Context context)
        throws FileUploadException {
      return super.parseParameterMap((RequestContext) context);
    }

    @Override
    public List<DiskFileItem> parseRequest(Context context) throws FileUploadException {
      return super.parseRequest((RequestContext) context);
    }
  }

  private record Context(String contentType, InputStream body) implements RequestContext {
    @Override
    public String getCharacterEncoding() {
      return StandardCharsets.UTF_8.name();
    }

    @Override
    public Charset getCharset() {
      return StandardCharsets.UTF_8;
    }

    @Override
    public long getContentLength() {
      return -1;
    }

    @Override
    public String getContentType() {
      return contentType;
    }

    @Override
    public InputStream getInputStream() {
      return body;
    }

    @Override
    public boolean isMultipartRelated() {
      return false;
    }
  }
}
