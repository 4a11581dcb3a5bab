package dev.nightjar.proving.flights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Texts by key in a temporary file, so that a table of any size can be compared: only the keys and
 * places are in memory. Put by one thread, then taken by many.
 */
final class RecordSpool implements AutoCloseable {

  private record Place(long at, int length) {}

  private final FileChannel file;
  private final Map<String, Place> places = new ConcurrentHashMap<>();
  private long end;

  RecordSpool(Path folder) {
    try {
      Path temporary = Files.createTempFile(folder, "compare-", ".tmp");
      file =
          FileChannel.open(
              temporary,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keeps a text; false if the key has one already (which stays). */
  boolean put(String key, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (places.putIfAbsent(key, new Place(end, bytes.length)) != null) {
      return false;
    }
    try {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        end += file.write(buffer, end);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return true;
  }

  /** The key's text, which is then gone. */
  Optional<String> take(String key) {
    Place place = places.remove(key);
    if (place == null) {
      return Optional.empty();
    }
    ByteBuffer buffer = ByteBuffer.allocate(place.length());
    try {
      while (buffer.hasRemaining() && file.read(buffer, place.at() + buffer.position()) >= 0) {}
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Optional.of(new String(buffer.array(), StandardCharsets.UTF_8));
  }

  /** The keys whose texts nobody took. */
  Collection<String> left() {
    return places.keySet();
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
