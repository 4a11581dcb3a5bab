package dev.nightjar.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.fileupload2.core.AbstractFileUpload;
import org.apache.commons.fileupload2.core.DiskFileItem;
import org.apache.commons.fileupload2.core.DiskFileItemFactory;
import org.apache.commons.fileupload2.core.FileItemInput;
import org.apache.commons.fileupload2.core.FileItemInputIterator;
import org.apache.commons.fileupload2.core.FileUploadException;
import org.apache.commons.fileupload2.core.RequestContext;

/** Reads {@code multipart/form-data} into memory, within limits; nothing is written to disk. */
final class Multipart {
  private Multipart() {}

  /**
   * @param contentType the request's Content-Type with its boundary
   * @param body the body, already limited in size by whoever opened it
   * @param maxParts how many parts are taken
   * @throws HttpProblem 400 for a body that is no multipart, 413 for too many parts
   */
  static List<UploadedFile> read(String contentType, InputStream body, int maxParts) {
    List<UploadedFile> files = new ArrayList<>();
    try {
      FileItemInputIterator items = new Upload().getItemIterator(new Context(contentType, body));
      while (items.hasNext()) {
        FileItemInput item = items.next();
        if (files.size() == maxParts) {
          throw HttpProblem.tooLarge("The request has more than " + maxParts + " files.");
        }
        String fileName = item.getName() == null ? "" : item.getName();
        try (InputStream content = item.getInputStream()) {
          files.add(new UploadedFile(item.getFieldName(), fileName, content.readAllBytes()));
        }
      }
    } catch (InvalidPathException e) {
      throw HttpProblem.badRequest("The name of a file in the upload has a NUL character in it.");
    } catch (FileUploadException e) {
      throw HttpProblem.badRequest("The body is not a readable multipart/form-data body.");
    } catch (IOException e) {
      throw HttpProblem.badRequest("The multipart body ended too early.");
    }
    return List.copyOf(files);
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
