package dev.nightjar.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote beside this class. */
final class BuildVersion implements IVersionProvider {

  @Override
  public String[] getVersion() {
    Properties build = new Properties();
    try (InputStream file = BuildVersion.class.getResourceAsStream("build.properties")) {
      build.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new String[] {"nightjar " + build.getProperty("version"), "Java " + Runtime.version()};
  }
}
