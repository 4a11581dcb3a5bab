package dev.nightjar.proving.chaos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A system call as {@code strace -f -y} wrote it.
 *
 * @param thread the thread that made it
 * @param name such as {@code fsync}
 * @param arguments the text between the parentheses
 * @param result what it returned; empty while it is under way
 */
record SystemCall(long thread, String name, String arguments, Optional<Long> result) {

  private static final Pattern WHOLE =
      Pattern.compile("(\\d+) +(\\w+)\\((.*)\\) += (-?\\d+|\\?)(?:<.*>)?(?: .*)?");
  private static final Pattern BEGUN =
      Pattern.compile("(\\d+) +(\\w+)\\((.*) <unfinished \\.\\.\\.>");
  private static final Pattern RESUMED = Pattern.compile("(\\d+) +<\\.\\.\\. (\\w+) resumed>(.*)");
  private static final Pattern DESCRIPTOR =
      Pattern.compile("(\\d+)<([^>]*)>|AT_FDCWD(?:<([^>]*)>)?");
  private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** Whether it did what it was to do. */
  boolean succeeded() {
    return result.filter(value -> value >= 0).isPresent();
  }

  /** The descriptor of the first argument. */
  int descriptor() {
    Matcher first = DESCRIPTOR.matcher(arguments);
    if (!first.lookingAt() || first.group(1) == null) {
      throw new IllegalArgumentException("no descriptor in " + this);
    }
    return Integer.parseInt(first.group(1));
  }

  /** The path of the first argument's descriptor. */
  String descriptorPath() {
    Matcher first = DESCRIPTOR.matcher(arguments);
    return first.lookingAt() && first.group(2) != null ? first.group(2) : "";
  }

  /** The paths that it names, each resolved against the folder that stands before it. */
  List<String> paths() {
    List<String> folders = new ArrayList<>();
    Matcher descriptors = DESCRIPTOR.matcher(arguments);
    while (descriptors.find()) {
      folders.add(descriptors.group(2) != null ? descriptors.group(2) : descriptors.group(3));
    }
    List<String> paths = new ArrayList<>();
    Matcher quoted = QUOTED.matcher(arguments);
    while (quoted.find()) {
      String path = quoted.group(1);
      String folder = paths.size() < folders.size() ? folders.get(paths.size()) : null;
      paths.add(path.startsWith("/") || folder == null ? path : folder + "/" + path);
    }
    return paths;
  }

  /** The last arguments, numbers, such as length and offset of a {@code pwrite64}. */
  long number(int fromEnd) {
    String[] parts = arguments.split(", ");
    return Long.parseLong(parts[parts.length - 1 - fromEnd].strip());
  }

  /**
   * Reads a trace.
   *
   * @param calls told of each call when it ended, and of those that took their time when they began
   *     too, without a result
   */
  static Consumer<String> reader(Consumer<SystemCall> calls) {
    Map<Long, String> begun = new HashMap<>();
    return line -> {
      Matcher unfinished = BEGUN.matcher(line);
      if (unfinished.matches()) {
        long thread = Long.parseLong(unfinished.group(1));
        begun.put(thread, unfinished.group(2) + "(" + unfinished.group(3));
        calls.accept(
            new SystemCall(thread, unfinished.group(2), unfinished.group(3), Optional.empty()));
        return;
      }
      Matcher resumed = RESUMED.matcher(line);
      String whole = line;
      if (resumed.matches()) {
        String start = begun.remove(Long.parseLong(resumed.group(1)));
        whole = resumed.group(1) + " " + start + resumed.group(3);
      }
      Matcher call = WHOLE.matcher(whole);
      if (call.matches()) {
        calls.accept(
            new SystemCall(
                Long.parseLong(call.group(1)),
                call.group(2),
                call.group(3),
                call.group(4).equals("?") || whole.contains(") = -1 (errno ")
                    ? Optional.empty()
                    : Optional.of(Long.parseLong(call.group(4)))));
      }
    };
  }
}
